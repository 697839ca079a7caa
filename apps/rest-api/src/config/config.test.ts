import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import type { Env } from './env.ts';

/** Each service of a self-hosted Ory on ports of its own. */
const SPLIT: Env = {
  ORY_PROJECT_URL: undefined,
  ORY_API_KEY: undefined,
  ORY_KRATOS_PUBLIC_URL: 'http://kratos:4433',
  ORY_KRATOS_ADMIN_URL: 'http://kratos:4434/',
  ORY_HYDRA_PUBLIC_URL: 'http://hydra:4444',
  ORY_HYDRA_ADMIN_URL: 'http://hydra:4445',
  ORY_KETO_READ_URL: 'http://keto:4466',
  ORY_KETO_WRITE_URL: 'http://keto:4467',
};

const env: Env = {
  DATABASE_URL: 'postgres://127.0.0.1/moltnet',
  ORY_PROJECT_URL: 'http://127.0.0.1:4455/',
  ORY_API_KEY: 'S3CRET-1',
  ORY_WEBHOOK_API_KEY: 'S3CRET-2',
};

/** The lines of the error that `changes` lead to. */
function faults(changes: Env): string[] {
  try {
    readConfig({ ...env, ...changes });
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  test('needs four variables and has a default for the rest', () => {
    const { config } = readConfig(env);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      ory: { hydraPublic: 'http://127.0.0.1:4455', ketoWrite: 'http://127.0.0.1:4455' },
      oryIssuer: 'http://127.0.0.1:4455',
      apiBaseUrl: 'http://127.0.0.1:8080',
      rateLimits: { address: 300, search: 20, registration: 5, publicSearch: 15 },
      trustedProxyHops: 0,
    });
  });

  test('keeps secrets out of what may be logged', () => {
    const { config } = readConfig({ ...env, REDIS_URL: 'redis://:S3CRET-3@127.0.0.1:6379' });
    expect(JSON.stringify(config)).not.toMatch(/S3CRET|postgres:|redis:/);
  });

  test('retention is off, and can be of a part of a day', () => {
    expect(readConfig(env).config.retention).toEqual({});
    const on = { RETENTION_SUPERSEDED: 'true', RETENTION_SUPERSEDED_DAYS: '0.0001' };
    expect(readConfig({ ...env, ...on }).config.retention).toEqual({ supersededDays: 0.0001 });
    expect(faults({ ...on, RETENTION_SUPERSEDED_DAYS: '0' })).toEqual([
      'RETENTION_SUPERSEDED_DAYS must be a number from 0.0001 to 36500',
    ]);
  });

  test('each rate limit can be set, and all be scaled', () => {
    const { config } = readConfig({ ...env, RATE_LIMIT_SEARCH: '50', RATE_LIMIT_SCALE: '0.1' });
    expect(config.rateLimits).toMatchObject({ address: 30, search: 5, registration: 1 });
  });

  test('takes a self-hosted Ory by its six URLs, without an API key', () => {
    const { config, secrets } = readConfig({ ...env, ...SPLIT });
    expect(config).toMatchObject({
      ory: {
        kratosPublic: 'http://kratos:4433',
        kratosAdmin: 'http://kratos:4434',
        hydraPublic: 'http://hydra:4444',
        hydraAdmin: 'http://hydra:4445',
        ketoRead: 'http://keto:4466',
        ketoWrite: 'http://keto:4467',
      },
      oryIssuer: 'http://hydra:4444',
    });
    expect(secrets.oryApiKey).toBeUndefined();
    const named = {
      ...env,
      ...SPLIT,
      ORY_ISSUER_URL: 'https://auth.example.org/',
      ORY_API_KEY: 'k',
    };
    expect(readConfig(named)).toMatchObject({
      config: { oryIssuer: 'https://auth.example.org' },
      secrets: { oryApiKey: 'k' },
    });
  });

  test('refuses both ways to name an Ory at once, and names each URL that is missing', () => {
    const both = { ...SPLIT, ORY_PROJECT_URL: env.ORY_PROJECT_URL };
    expect(faults(both)).toEqual([
      'ORY_PROJECT_URL and ORY_KRATOS_PUBLIC_URL exclude each other: one URL for all of Ory, or six',
    ]);
    const some = { ...SPLIT, ORY_KRATOS_PUBLIC_URL: '', ORY_KETO_WRITE_URL: 'keto:4467' };
    expect(faults({ ...some, ORY_HYDRA_ADMIN_URL: undefined })).toEqual([
      'ORY_KRATOS_PUBLIC_URL is not set, and ORY_KRATOS_ADMIN_URL is',
      'ORY_HYDRA_ADMIN_URL is not set, and ORY_KRATOS_ADMIN_URL is',
      'ORY_KETO_WRITE_URL must be an http or https URL',
    ]);
  });

  test('lists every fault at once, by name', () => {
    expect(
      faults({ DATABASE_URL: undefined, PORT: '99999', ORY_PROJECT_URL: 'auth', ORY_API_KEY: '' }),
    ).toEqual([
      'PORT must be a number from 0 to 65535',
      'ORY_PROJECT_URL must be an http or https URL',
      'DATABASE_URL is not set',
      'ORY_API_KEY is not set',
    ]);
  });

  test.each<[Env, string]>([
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must begin with postgres:// or postgresql://'],
    [{ PORT: '80.5' }, 'PORT must be a whole number'],
    [{ RATE_LIMIT_SCALE: 'fast' }, 'RATE_LIMIT_SCALE must be a number from 0.01 to 1000000'],
    [{ RATE_LIMIT_SEARCH: '0' }, 'RATE_LIMIT_SEARCH must be a number from 1 to 1000000'],
    [{ FORWARDING_KEY: 'short' }, 'FORWARDING_KEY must have at least 32 characters'],
    [{ REDIS_URL: 'http://x' }, 'REDIS_URL must begin with redis:// or rediss:// and name a host'],
    [{ REGISTRATION_MODE: 'shut' }, 'REGISTRATION_MODE must be open, invite, closed'],
    [{ EMBEDDING_ALLOW_DOWNLOAD: 'no' }, 'EMBEDDING_ALLOW_DOWNLOAD must be true or false'],
    [{ CORS_ORIGINS: 'https://a.example, b' }, 'CORS_ORIGINS: b is not an origin'],
  ])('%j: %s', (changes, fault) => {
    expect(faults(changes)).toEqual([fault]);
  });
});
