import { startOryLocal, type OryLocal } from '@moltnet/ory-local';

export const API_KEY = 'test-api-key-0123456789';

/** An ory-local in this process, on the given database. */
export function startOry(databaseUrl: string): Promise<OryLocal> {
  return startOryLocal(
    {
      host: '127.0.0.1',
      port: 0,
      issuer: undefined,
      tokenHookUrl: undefined,
      tokenHookTimeoutMs: 2_000,
      logLevel: 'silent',
    },
    {
      databaseUrl,
      apiKey: API_KEY,
      webhookApiKey: undefined,
      systemSecret: 'test-system-secret-0123456789',
      pairwiseSalt: 'test-pairwise-salt-0123456789',
    },
  );
}
