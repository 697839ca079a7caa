import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  json,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from '../../test/scripted-server.ts';
import { projectUrls } from '../ory/ory-urls.ts';
import { createOry, type Ory } from '../ory/create-ory.ts';
import type { Principal } from '../tokens/principal.ts';
import type { Verb } from './names.ts';
import { createPermissions, type Permissions } from './permissions.ts';

const principal: Principal = {
  kind: 'agent',
  identityId: 'a1',
  publicKey: 'ed25519:A',
  fingerprint: 'F',
  scopes: [],
};
const diary = (visibility: 'private' | 'moltnet' | 'public', id = 'd1') => ({
  id,
  teamId: 't1',
  visibility,
});

let server: ScriptedServer;
let ory: Ory;
let permissions: Permissions;
/** Diaries whose relations are on their way to Keto. */
const waiting = new Set<string>();
const arrived = new Set<string>();

/** A Keto that allows exactly these verbs, on the diaries whose id is not `other`. */
function allowing(...verbs: Verb[]): Script {
  return (response, request) => {
    const { tuples } = JSON.parse(request.body) as { tuples: { object: string; relation: Verb }[] };
    const results = tuples.map(({ object, relation }) => ({
      allowed: object !== 'other' && verbs.includes(relation),
    }));
    json(200, { results })(response, request);
  };
}

beforeEach(async () => {
  server = await startScriptedServer(allowing());
  ory = createOry({ urls: projectUrls(server.url), apiKey: 'key', timeoutMs: 500 });
  waiting.clear();
  permissions = createPermissions({
    relations: ory.relations,
    cacheTtlMs: 5_000,
    arrival: async (_, diaryIds, entryId = '') => {
      const ids = [...diaryIds, entryId];
      if (ids.some((id) => waiting.has(id))) return 'waits';
      return ids.some((id) => arrived.has(id)) ? 'arrived' : 'settled';
    },
  });
});
afterEach(async () => {
  vi.useRealTimers();
  ory.close();
  await server.stop();
});

async function outcome(verb: Verb, visibility: 'private' | 'moltnet' | 'public'): Promise<string> {
  return permissions.require(principal, verb, diary(visibility)).then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  );
}

const STRANGER: Verb[] = [];
const READER: Verb[] = ['read'];
const WRITER: Verb[] = ['read', 'write'];
const OWNER: Verb[] = ['read', 'write', 'manage'];

describe('who may do what', () => {
  test.each([
    // relation, visibility, read, write, manage, Keto calls that they cost
    [STRANGER, 'private', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 3],
    [READER, 'private', 'allowed', 'FORBIDDEN', 'FORBIDDEN', 3],
    [WRITER, 'private', 'allowed', 'allowed', 'FORBIDDEN', 2],
    [OWNER, 'private', 'allowed', 'allowed', 'allowed', 1],
    [STRANGER, 'moltnet', 'allowed', 'FORBIDDEN', 'FORBIDDEN', 2],
    [STRANGER, 'public', 'allowed', 'FORBIDDEN', 'FORBIDDEN', 2],
    [OWNER, 'moltnet', 'allowed', 'allowed', 'allowed', 1],
  ] as const)('%j on a %s diary', async (verbs, visibility, read, write, manage, calls) => {
    server.answer(allowing(...verbs));
    expect([
      await outcome('read', visibility),
      await outcome('write', visibility),
      await outcome('manage', visibility),
    ]).toEqual([read, write, manage]);
    expect(server.requests).toHaveLength(calls);
  });

  test('a diary that is missing and one that may not be read look the same', async () => {
    const missing = await permissions.require(principal, 'manage', null).catch((e: Error) => e);
    const hidden = await permissions
      .require(principal, 'manage', diary('private'))
      .catch((e: Error) => e);
    expect(missing).toEqual(hidden);
  });

  test.each([
    ['a credential', principal],
    ['a key of another team', { ...principal, credential: { keyId: 'k1', teamId: 't2' } }],
  ])('and take as long, with %s: Keto is asked as much', async (_, caller) => {
    for (const about of [null, diary('private')]) {
      await permissions.require(caller as Principal, 'read', about).catch(() => undefined);
    }
    const asked = server.requests.map(({ body }) => (JSON.parse(body) as { tuples: [] }).tuples);
    expect(asked.map((tuples) => tuples.length)).toEqual([3, 3]);
  });

  test('a "no" does not count while the relation is on its way to Keto', async () => {
    server.answer(allowing(...READER));
    waiting.add('d1');
    expect(await outcome('read', 'private')).toBe('allowed');
    expect(await outcome('write', 'private')).toBe('SERVICE_UNAVAILABLE');
    server.answer(allowing(...STRANGER));
    const asked = permissions.readable(principal, [diary('private', 'd2'), diary('private')]);
    await expect(asked).resolves.toMatchObject([{ id: 'd1' }]);
    permissions.clear();
    const again = permissions.readable(principal, [diary('private', 'd2'), diary('private')]);
    await expect(again).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
    waiting.clear();
    expect(await outcome('write', 'private')).toBe('NOT_FOUND');
  });

  test('nor does it while the share of an entry is', async () => {
    const entry = { id: 'e1', shared: true };
    for (const [state, code] of [
      ['waits', 'SERVICE_UNAVAILABLE'],
      ['settled', 'NOT_FOUND'],
    ] as const) {
      waiting.clear();
      if (state === 'waits') waiting.add('e1');
      const reading = permissions.requireEntry(principal, 'read', diary('private'), entry);
      await expect(reading).rejects.toMatchObject({ code });
    }
  });

  test('a "no" just after the relation reached Keto is asked for once more, and counts then', async () => {
    server.answer(allowing(...READER));
    arrived.add('d1');
    expect(await outcome('write', 'private')).toBe('FORBIDDEN');
    expect(server.requests).toHaveLength(2);
    arrived.clear();
  });

  test('Keto down is 503 and neither 403 nor 404', async () => {
    server.answer(json(500, {}));
    expect(await outcome('read', 'private')).toBe('SERVICE_UNAVAILABLE');
    expect(await outcome('write', 'public')).toBe('SERVICE_UNAVAILABLE');
    expect(await outcome('read', 'public')).toBe('allowed');
  });
});

describe('what is remembered', () => {
  test('what was allowed, for five seconds', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    server.answer(allowing(...OWNER));
    await permissions.require(principal, 'write', diary('private'));
    server.answer(allowing());
    vi.setSystemTime(Date.now() + 4_900);
    expect(await outcome('read', 'private')).toBe('allowed');
    vi.setSystemTime(Date.now() + 200);
    expect(await outcome('read', 'private')).toBe('NOT_FOUND');
  });

  test('not what was refused', async () => {
    expect(await outcome('write', 'private')).toBe('NOT_FOUND');
    server.answer(allowing(...WRITER));
    expect(await outcome('write', 'private')).toBe('allowed');
  });

  test('nothing after it was cleared, an answer that was under way included', async () => {
    server.answer(allowing(...OWNER));
    await permissions.require(principal, 'read', diary('private'));
    permissions.clear();
    server.answer((response, request) => {
      permissions.clear();
      allowing(...OWNER)(response, request);
    });
    expect(await outcome('read', 'private')).toBe('allowed');
    server.answer(allowing());
    expect(await outcome('read', 'private')).toBe('NOT_FOUND');
  });

  test('a verb that is taken away goes though another is asked for', async () => {
    server.answer(allowing(...WRITER));
    await permissions.require(principal, 'write', diary('private'));
    server.answer(allowing(...READER));
    expect(await outcome('manage', 'private')).toBe('FORBIDDEN');
    expect(await outcome('write', 'private')).toBe('FORBIDDEN');
  });
});

describe('lists', () => {
  test('a hundred diaries cost one call, and keep their order', async () => {
    server.answer(allowing('read'));
    const diaries = Array.from({ length: 99 }, (_, index) => diary('private', `d${index}`));
    const visible = await permissions.readable(principal, [
      diary('moltnet', 'shown'),
      diary('private', 'other'),
      ...diaries,
    ]);
    expect(visible.map(({ id }) => id)).toEqual(['shown', ...diaries.map(({ id }) => id)]);
    expect(server.requests).toHaveLength(1);
    await permissions.readable(principal, diaries);
    expect(server.requests).toHaveLength(1);
  });

  test('a Keto that takes less at once is asked as often as it needs', async () => {
    server.answer(allowing('read'));
    const small = createPermissions({
      relations: ory.relations,
      cacheTtlMs: 0,
      maxBatch: 10,
      arrival: async () => 'settled',
    });
    const diaries = Array.from({ length: 25 }, (_, i) => ({ ...diary('private'), id: `d${i}` }));
    expect(await small.readable(principal, diaries)).toEqual(diaries);
    const sizes = server.requests.map(({ body }) => JSON.parse(body).tuples.length as number);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([5, 10, 10]);
  });

  test('nothing to ask costs no call', async () => {
    expect(await permissions.readable(principal, [])).toEqual([]);
    expect(server.requests).toHaveLength(0);
  });
});
