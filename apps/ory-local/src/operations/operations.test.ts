import { readFile } from 'node:fs/promises';
import * as ory from '@ory/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { API_KEY } from '../testing/index.ts';
import { startTestOry, type TestOry } from '../../test/ory.ts';
import { UNSUPPORTED_OPERATIONS, type Operation } from './unsupported.ts';

// Every method of the API classes of @ory/client is either served or answers 501 by its name.

let local: TestOry;
beforeAll(async () => {
  local = await startTestOry();
});
afterAll(() => local.stop());

/** Those of a project; the others are Ory Network's console (workspaces, projects, events). */
const APIS = [
  ory.ApiKeysApi,
  ory.CourierApi,
  ory.FrontendApi,
  ory.IdentityApi,
  ory.JwkApi,
  ory.MetadataApi,
  ory.OAuth2Api,
  ory.OidcApi,
  ory.PermissionApi,
  ory.RelationshipApi,
  ory.WellknownApi,
];

/** Each operation as the generated client would send it, with `x` for every parameter. */
async function operations(): Promise<Operation[]> {
  const sent: Operation[] = [];
  for (const Api of APIS) {
    const methods = Object.getOwnPropertyNames(Api.prototype).filter((id) => id !== 'constructor');
    for (const id of methods) sent.push(await capture(Api, id));
  }
  return sent;
}

async function capture(Api: (typeof APIS)[number], id: string): Promise<Operation> {
  let operation: Operation | undefined;
  const axios = {
    defaults: { baseURL: '' },
    request: async (config: { method: Operation[0]; url: string }) => {
      const { pathname } = new URL(config.url);
      operation = [config.method, pathname, id];
      return { data: undefined };
    },
  };
  const api = new Api(new ory.Configuration({ basePath: 'http://x' }), 'http://x', axios as never);
  const anything = new Proxy({}, { get: () => 'x' });
  await (api as unknown as Record<string, (parameters: object) => Promise<unknown>>)[id]?.(
    anything,
  );
  if (operation === undefined) throw new Error(`${id} sends nothing`);
  return operation;
}

const filled = ([method, path, id]: Operation): string =>
  `${method} ${path.replaceAll(/\{\w+\}/g, 'x')} ${id}`;

test('the table of what is not served names real operations', async () => {
  const real = (await operations()).map(filled);
  expect(real.length).toBeGreaterThan(130);
  const unknown = UNSUPPORTED_OPERATIONS.map(filled).filter((one) => !real.includes(one));
  expect(unknown).toEqual([]);
});

test('every operation is served, or answers 501 with its name', async () => {
  const unsupported = new Set(UNSUPPORTED_OPERATIONS.map(filled));
  for (const operation of await operations()) {
    const [method, path, id] = operation;
    const response = await fetch(`${local.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    const text = await response.text();
    const says501 = response.status === 501 && text.includes(`"${id} is not implemented by`);
    expect([id, says501]).toEqual([id, unsupported.has(filled(operation))]);
    expect([id, text.includes('There is no such endpoint')]).toEqual([id, false]);
  }
});

test('the README lists exactly what is served', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const section = /## What it serves\n([\s\S]*?)\n### /.exec(readme)?.[1] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  const listed = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, id]) => id));
  const unsupported = new Set(UNSUPPORTED_OPERATIONS.map(([, , id]) => id));
  const served = (await operations()).map(([, , id]) => id).filter((id) => !unsupported.has(id));
  expect(listed.sort()).toEqual(served.sort());
});

test('what is nowhere in the API of Ory is 404', async () => {
  const response = await fetch(`${local.url}/nowhere`);
  expect([response.status, await response.json()]).toEqual([
    404,
    {
      error: {
        code: 404,
        status: 'Not Found',
        request: expect.any(String),
        reason: 'There is no such endpoint.',
        message: 'Unable to locate the resource',
      },
    },
  ]);
});

test.each<[string, Record<string, string>]>([
  ['no key', {}],
  ['a wrong key', { authorization: 'Bearer wrong' }],
  ['the key by another scheme', { authorization: `Basic ${API_KEY}` }],
  ['the key and more', { authorization: `Bearer ${API_KEY}x` }],
])('the admin side answers 401 to %s', async (_, headers) => {
  for (const path of [
    '/admin/identities',
    '/admin/clients',
    '/admin/relation-tuples',
    '/relation-tuples',
    '/relation-tuples/check',
    '/namespaces',
  ]) {
    const method = path === '/admin/relation-tuples' ? 'DELETE' : 'GET';
    const response = await fetch(`${local.url}${path}`, {
      method,
      headers,
    });
    expect([path, response.status]).toEqual([path, 401]);
    expect(await response.json()).toMatchObject({ error: { code: 401, status: 'Unauthorized' } });
  }
});

async function put(body: string): Promise<number> {
  const response = await fetch(`${local.url}/admin/relation-tuples`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body,
  });
  return response.status;
}

test('a body that is no JSON is 400, one of more than 1 MiB 413', async () => {
  expect(await put('{')).toBe(400);
  expect(await put(JSON.stringify('x'.repeat(1024 * 1024)))).toBe(413);
});

test('text that Postgres cannot hold is 400', async () => {
  const { status } = await local.relationships.createRelationship({
    createRelationshipBody: {
      namespace: 'Team',
      object: 'a\0b',
      relation: 'members',
      subject_id: 'x',
    },
  });
  expect(status).toBe(400);
});

test('alive and ready', async () => {
  for (const path of ['/health/alive', '/health/ready']) {
    const response = await fetch(`${local.url}${path}`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  }
});
