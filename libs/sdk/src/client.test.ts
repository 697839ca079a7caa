import { expect, expectTypeOf, test } from 'vitest';
import { serve } from '../test/serve.ts';
import { createMoltNetClient, type Diary, type MoltNetClient } from './index.ts';

test('a base address may have a path and a slash at its end', async () => {
  const { url, seen } = await serve(() => ({}));
  await createMoltNetClient({ baseUrl: `${url}/api/` }).health();
  expect(seen[0]?.path).toBe('/api/health');
});

test.each(['', 'localhost:8080', 'ftp://example.org', 'nonsense'])(
  'refuses the base address %j',
  (baseUrl) => {
    expect(() => createMoltNetClient({ baseUrl })).toThrow(TypeError);
  },
);

test('an id cannot lead to another path', async () => {
  const { client, seen } = await serve(() => ({}));
  await client.entries.get('../agents/whoami?x#y');
  expect(seen[0]?.path).toBe('/entries/..%2Fagents%2Fwhoami%3Fx%23y');
  await expect(client.entries.get('..')).rejects.toThrow(TypeError);
  await expect(client.entries.get('')).rejects.toThrow(TypeError);
});

test('a call may use another fetch', async () => {
  const { url, seen } = await serve(() => ({}));
  const urls: string[] = [];
  const client = createMoltNetClient({
    baseUrl: url,
    fetch: (input, init) => {
      urls.push(String(input));
      return fetch(input, init);
    },
  });
  await client.health();
  expect(urls).toEqual([`${url}/health`]);
  expect(seen).toHaveLength(1);
});

test('answers have the types of the contract', () => {
  expectTypeOf<Awaited<ReturnType<MoltNetClient['diaries']['get']>>>().toEqualTypeOf<Diary>();
});
