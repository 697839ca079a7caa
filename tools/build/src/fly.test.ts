import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const published = parseEnv(text('env.public'));

/** `NAME = "value"` lines under `[env]`. */
function flyEnvironment(app: string): Record<string, string> {
  const section = /^\[env\]\n((?:(?!\[).*\n)*)/m.exec(text(`apps/${app}/fly.toml`))?.[1] ?? '';
  const lines = section.matchAll(/^\s*(\w+) = "(.*)"$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
}

describe.each([
  ['rest-api', '8080'],
  ['mcp-server', '8001'],
])('the Fly configuration of %s', (app, port) => {
  const environment = flyEnvironment(app);

  it('has the values of env.public', () => {
    const shared = Object.keys(environment).filter((name) => name in published);
    expect(shared).toEqual(
      expect.arrayContaining(['API_BASE_URL', 'MCP_BASE_URL', 'ORY_PROJECT_URL']),
    );
    expect(Object.fromEntries(shared.map((name) => [name, environment[name]]))).toEqual(
      Object.fromEntries(shared.map((name) => [name, published[name]])),
    );
  });

  it('listens where Fly and the image expect it', () => {
    expect(environment['PORT']).toBe(port);
    expect(text(`apps/${app}/fly.toml`)).toContain(`internal_port = ${port}\n`);
    expect(text(`apps/${app}/Dockerfile`)).toContain(`EXPOSE ${port}\n`);
  });

  it('holds no secret', () => {
    const secret = /KEY|SECRET|TOKEN|SALT|PASSWORD|DATABASE_URL/;
    expect(Object.keys(environment).filter((name) => secret.test(name))).toEqual([]);
  });
});
