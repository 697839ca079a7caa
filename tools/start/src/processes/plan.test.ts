import { expect, test } from 'vitest';
import { readConfig } from '../config/config.ts';
import type { Env } from '../config/env.ts';
import { plan } from './plan.ts';

const secrets = {
  ORY_API_KEY: 'a'.repeat(32),
  ORY_WEBHOOK_API_KEY: 'b'.repeat(32),
  ORY_LOCAL_SYSTEM_SECRET: 'c'.repeat(32),
  OIDC_PAIRWISE_SALT: 'd'.repeat(32),
};
const planned = (env: Env = {}) => plan(readConfig(env, '/srv'), secrets, env, '/srv');

test('the MCP server and the REST API share a key that nobody else gets, and no other secret', () => {
  const { restApi, mcpServer, oryLocal, postgres } = planned();
  const key = restApi.env['FORWARDING_KEY'];
  expect(key).toHaveLength(43);
  expect(mcpServer.env['FORWARDING_KEY']).toBe(key);
  expect([oryLocal?.env['FORWARDING_KEY'], postgres?.env['FORWARDING_KEY']]).toEqual([
    undefined,
    undefined,
  ]);
  const told = JSON.stringify(mcpServer.env);
  for (const secret of Object.values(secrets)) expect(told).not.toContain(secret);
  const own = { FORWARDING_KEY: 'e'.repeat(32) };
  expect(planned(own).mcpServer.env['FORWARDING_KEY']).toBe(own.FORWARDING_KEY);
});

test('a self-hosted Ory takes the place of ory-local, by its own URLs', () => {
  const env = { ORY_HYDRA_PUBLIC_URL: 'http://hydra:4444', ORY_WEBHOOK_API_KEY: 'w' };
  const { oryLocal, restApi, mcpServer } = planned(env);
  expect(oryLocal).toBeUndefined();
  for (const { env: given } of [restApi, mcpServer]) {
    expect(given['ORY_HYDRA_PUBLIC_URL']).toBe(env.ORY_HYDRA_PUBLIC_URL);
    expect(given['ORY_PROJECT_URL']).toBeUndefined();
  }
});
