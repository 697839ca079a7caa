import { createOry, type Ory } from '@moltnet/auth';
import { connect, type ConnectOptions, type Database } from '@moltnet/database';
import type { Logger } from '@moltnet/observability';
import type { Config } from '../config/config.ts';
import type { Secrets } from '../config/secrets.ts';

/** What a command of the operator works with. */
export interface AdminContext {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly logger: Logger;
  /** One line for the operator. */
  readonly write: (line: string) => void;
}

const ORY_TIMEOUT_MS = 10_000;

/** @param options - for statements that read much, a longer time than requests have */
export const openDatabase = (
  { secrets }: AdminContext,
  options: Pick<ConnectOptions, 'statementTimeoutMs'> = {},
): Database =>
  connect(secrets.databaseUrl, { max: 2, applicationName: 'moltnet-admin', ...options });

export const openOry = ({ config, secrets }: AdminContext): Ory =>
  createOry({ urls: config.ory, apiKey: secrets.oryApiKey, timeoutMs: ORY_TIMEOUT_MS });
