import { startOryLocal, type OryLocal } from '../index.ts';
import type { ServerConfig } from '../config/index.ts';

/** What callers of the admin side send as bearer. */
export const API_KEY = 'test-ory-api-key-0123456789';
/** What the webhooks are sent as `X-Ory-Api-Key`. */
export const WEBHOOK_KEY = 'test-webhook-key-0123456789';

/** An ory-local in this process for tests: a port that the system picks, known secrets, no logs. */
export function startOry(
  databaseUrl: string,
  config: Partial<ServerConfig> = {},
): Promise<OryLocal> {
  return startOryLocal(
    {
      host: '127.0.0.1',
      port: 0,
      issuer: undefined,
      tokenHookUrl: undefined,
      tokenHookTimeoutMs: 2_000,
      keyPublishedMs: 0,
      registrationsPerMinute: 10_000,
      logLevel: 'silent',
      ...config,
    },
    {
      databaseUrl,
      apiKey: API_KEY,
      webhookApiKey: WEBHOOK_KEY,
      systemSecret: 'test-system-secret-0123456789',
      pairwiseSalt: 'test-pairwise-salt-0123456789',
    },
  );
}
