import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from './index.ts';

const KEY = 'a-key-of-some-length';
const ENV = {
  DATABASE_URL: 'postgres://user:hidden@127.0.0.1:1/db',
  ORY_API_KEY: KEY,
  ORY_LOCAL_SYSTEM_SECRET: KEY,
};

test('what is not set has a default', () => {
  const { config, secrets } = loadConfig(ENV);
  expect(config).toEqual({
    host: '127.0.0.1',
    port: 4455,
    issuer: undefined,
    tokenHookUrl: undefined,
    tokenHookTimeoutMs: 5000,
    loopbackClientDocuments: false,
    logLevel: 'info',
    otlpEndpoint: undefined,
  });
  expect(secrets).toMatchObject({ apiKey: KEY, systemSecret: KEY, webhookApiKey: undefined });
});

test('ORY_LOCAL_PORT counts over PORT, URLs lose their last slash', () => {
  const { config } = loadConfig({
    ...ENV,
    PORT: '1',
    ORY_LOCAL_PORT: '0',
    ORY_LOCAL_ISSUER: 'https://auth.example/',
    TOKEN_HOOK_URL: 'http://127.0.0.1:8080/hook',
    ORY_WEBHOOK_API_KEY: KEY,
  });
  expect(config).toMatchObject({
    port: 0,
    issuer: 'https://auth.example',
    tokenHookUrl: 'http://127.0.0.1:8080/hook',
  });
});

const salt = (env: object): string => loadConfig({ ...ENV, ...env }).secrets.pairwiseSalt;

test('a salt for pairwise subjects comes from the system secret where none is set', () => {
  expect(salt({})).toBe(salt({}));
  expect(salt({ ORY_LOCAL_SYSTEM_SECRET: `${KEY}2` })).not.toBe(salt({}));
  expect(salt({ OIDC_PAIRWISE_SALT: 'a-salt-of-some-length' })).toBe('a-salt-of-some-length');
});

test('every variable at fault is named at once, and no value is shown', () => {
  const env = {
    PORT: '70000',
    DATABASE_URL: 'mysql://user:hidden@host/db',
    ORY_API_KEY: 'short',
    TOKEN_HOOK_URL: 'ftp://hidden',
    LOG_LEVEL: 'loud',
  };
  const { problems, message } = problemsOf(env);
  expect(problems).toEqual([
    'PORT must be a port, 0 to 65535',
    'TOKEN_HOOK_URL must be an http or https URL',
    'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
    'ORY_WEBHOOK_API_KEY must be set where TOKEN_HOOK_URL is',
    'ORY_LOCAL_SYSTEM_SECRET must be set',
    'DATABASE_URL must be a postgres:// URL',
    'ORY_API_KEY must have at least 16 characters',
  ]);
  expect(message).not.toContain('hidden');
});

function problemsOf(env: Parameters<typeof loadConfig>[0]): ConfigError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('the configuration is accepted');
}
