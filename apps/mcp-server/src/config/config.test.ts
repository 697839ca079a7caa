import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from './config.ts';
import { readEnv } from './env.ts';

function problemsOf(source: NodeJS.ProcessEnv): readonly string[] {
  try {
    parseConfig(readEnv(source));
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('parseConfig', () => {
  test('an empty environment is a server on loopback that finds its neighbours on loopback', () => {
    expect(parseConfig(readEnv({}))).toEqual({
      host: '127.0.0.1',
      port: 8001,
      publicUrl: undefined,
      apiUrl: 'http://127.0.0.1:8080',
      oryUrl: 'http://127.0.0.1:4455',
      issuer: 'http://127.0.0.1:4455',
      corsOrigins: [],
      trustedProxyHops: 0,
      logLevel: 'info',
      otlpEndpoint: undefined,
    });
  });

  test('reads what is set, and drops trailing slashes and blanks', () => {
    expect(
      parseConfig(
        readEnv({
          HOST: '0.0.0.0',
          PORT: '9000',
          MCP_PORT: '9001',
          MCP_BASE_URL: 'https://mcp.themolt.net/',
          API_BASE_URL: 'https://api.themolt.net/',
          ORY_PROJECT_URL: 'https://auth.themolt.net//',
          LANDING_BASE_URL: 'https://themolt.net',
          CORS_ORIGINS: 'https://a.example, http://b.example:3000',
          TRUSTED_PROXY_HOPS: '1',
          LOG_LEVEL: 'warn',
          OTLP_ENDPOINT: ' ',
        }),
      ),
    ).toEqual({
      host: '0.0.0.0',
      port: 9001,
      publicUrl: 'https://mcp.themolt.net',
      apiUrl: 'https://api.themolt.net',
      oryUrl: 'https://auth.themolt.net',
      issuer: 'https://auth.themolt.net',
      corsOrigins: ['https://themolt.net', 'https://a.example', 'http://b.example:3000'],
      trustedProxyHops: 1,
      logLevel: 'warn',
      otlpEndpoint: undefined,
    });
  });

  test('takes a self-hosted Hydra, which may call itself by another URL', () => {
    const env = { ORY_HYDRA_PUBLIC_URL: 'http://hydra:4444/' };
    expect(parseConfig(env)).toMatchObject({
      oryUrl: 'http://hydra:4444',
      issuer: 'http://hydra:4444',
    });
    expect(parseConfig({ ...env, ORY_ISSUER_URL: 'https://auth.example' }).issuer).toBe(
      'https://auth.example',
    );
    expect(() => parseConfig({ ...env, ORY_PROJECT_URL: 'https://auth.example' })).toThrow(
      'ORY_PROJECT_URL: excludes ORY_HYDRA_PUBLIC_URL',
    );
  });

  test('names every wrong variable at once', () => {
    const problems = problemsOf({
      MCP_PORT: '80a',
      MCP_BASE_URL: 'https://mcp.themolt.net/path',
      API_BASE_URL: 'api.themolt.net',
      ORY_PROJECT_URL: 'ftp://ory',
      CORS_ORIGINS: 'https://ok.example, *',
      TRUSTED_PROXY_HOPS: '-1',
      LOG_LEVEL: 'loud',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'ORY_PROJECT_URL',
      'MCP_PORT',
      'MCP_BASE_URL',
      'API_BASE_URL',
      'CORS_ORIGINS',
      'TRUSTED_PROXY_HOPS',
      'LOG_LEVEL',
    ]);
  });

  test('a server that strangers can reach must say where', () => {
    expect(problemsOf({ HOST: '0.0.0.0' })).toEqual([
      'MCP_BASE_URL: must be set, because HOST=0.0.0.0 is not loopback',
    ]);
  });

  test('a port beyond 65535 is refused, PORT counts where MCP_PORT is not set', () => {
    expect(problemsOf({ PORT: '65536' })).toEqual([
      'PORT: must be a whole number from 0 to 65535, not "65536"',
    ]);
  });
});
