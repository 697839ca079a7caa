export { startOryLocal, type OryLocal } from './start.ts';
export type { Config as OryLocalConfig, Secrets as OryLocalSecrets } from './config/index.ts';
