import { startOryLocal, type OryLocal } from '@moltnet/ory-local';
import { API_KEY } from './service.ts';

export const WEBHOOK_KEY = 'test-webhook-key-0123456789';

/** An ory-local in this process, on the given database. */
export function startOry(databaseUrl: string, tokenHookUrl?: string): Promise<OryLocal> {
  return startOryLocal(
    {
      host: '127.0.0.1',
      port: 0,
      issuer: undefined,
      tokenHookUrl,
      tokenHookTimeoutMs: 2_000,
      logLevel: 'silent',
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
