import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { readEnv } from './env.ts';

const home = `${homedir()}/.config/moltnet`;

test.each([
  [{}, { configDir: home, apiUrl: undefined }],
  [{ XDG_CONFIG_HOME: '/x' }, { configDir: '/x/moltnet', apiUrl: undefined }],
  [{ XDG_CONFIG_HOME: '' }, { configDir: home, apiUrl: undefined }],
  [{ XDG_CONFIG_HOME: 'relative' }, { configDir: home, apiUrl: undefined }],
  [{ MOLTNET_API_URL: 'http://h' }, { configDir: home, apiUrl: 'http://h' }],
  [{ MOLTNET_API_URL: '' }, { configDir: home, apiUrl: undefined }],
])('%j', (variables, env) => {
  expect(readEnv(variables)).toEqual(env);
});
