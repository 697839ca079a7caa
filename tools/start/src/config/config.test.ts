import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({}, '/srv/moltnet')).toEqual({
      home: '/srv/moltnet/.moltnet',
      host: '127.0.0.1',
      ports: { PORT: 8080, MCP_PORT: 8001, ORY_LOCAL_PORT: 4455, EMBEDDED_POSTGRES_PORT: 54_329 },
      embeddedPostgres: true,
      oryUrl: undefined,
      apiBaseUrl: 'http://127.0.0.1:8080',
      mcpBaseUrl: 'http://127.0.0.1:8001',
      embeddingModelDir: '/srv/moltnet/.moltnet/models',
      logLevel: 'info',
    });
  });

  it('takes what the environment names', () => {
    const env = {
      PORT: '9000',
      HOST: '0.0.0.0',
      MOLTNET_HOME: 'state',
      DATABASE_URL: 'postgres://molt:secret@db/molt',
      ORY_PROJECT_URL: 'https://auth.example.org/',
      ORY_API_KEY: 'a',
      ORY_WEBHOOK_API_KEY: 'b',
      EMBEDDING_MODEL_DIR: '/models',
    };
    const config = readConfig(env, '/srv/moltnet');
    expect(config).toMatchObject({
      home: '/srv/moltnet/state',
      ports: { PORT: 9000 },
      embeddedPostgres: false,
      oryUrl: 'https://auth.example.org',
      apiBaseUrl: 'http://127.0.0.1:9000',
      embeddingModelDir: '/models',
    });
    expect(JSON.stringify(config)).not.toContain('secret');
  });

  it('takes a self-hosted Ory, whose URLs the processes read themselves', () => {
    const env = { ORY_HYDRA_PUBLIC_URL: 'http://hydra:4444', ORY_WEBHOOK_API_KEY: 'b' };
    expect(readConfig(env, '/').oryUrl).toBe('http://hydra:4444');
    expect(() => readConfig({ ...env, ORY_WEBHOOK_API_KEY: undefined }, '/')).toThrow(
      'ORY_WEBHOOK_API_KEY must be set when ORY_HYDRA_PUBLIC_URL is.',
    );
  });

  it('names every variable that is wrong, at once', () => {
    const env = {
      PORT: '80a',
      MCP_PORT: '4455',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'db.example.org/molt',
      ORY_PROJECT_URL: 'auth.example.org',
    };
    expect(() => readConfig(env, '/')).toThrow(
      [
        'PORT must be a port from 1 to 65535, not "80a".',
        'ORY_LOCAL_PORT and MCP_PORT are both 4455: set one to another port.',
        'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.',
        'DATABASE_URL must begin with postgres:// and name a host; unset it for the embedded database.',
        'ORY_API_KEY must be set when ORY_PROJECT_URL is.',
        'ORY_WEBHOOK_API_KEY must be set when ORY_PROJECT_URL is.',
        'ORY_PROJECT_URL must be an http or https URL.',
      ].join('\n'),
    );
  });
});
