export { startOryLocal, type OryLocal } from './start.ts';
export type { Secrets as OryLocalSecrets, ServerConfig as OryLocalConfig } from './config/index.ts';
