import { generateKeyPair } from '@moltnet/crypto/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Fault, type FaultyProxy, pass } from '../../test/faulty-proxy.ts';
import { type FaultyWorld, startFaultyWorld } from '../../test/faulty-world.ts';
import { empty, inventory, NOTHING, ONE_AGENT } from '../../test/inventory.ts';
import { registrationRequest } from '../../test/requests.ts';
import type { Service } from '../../test/service.ts';

let world: FaultyWorld;
let proxy: FaultyProxy;
let service: Service;

beforeAll(async () => {
  world = await startFaultyWorld();
  ({ proxy, service } = world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  proxy.rule = pass;
  await empty(service.db);
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const register = (request = registrationRequest()) => service.identity.register(request);

async function refusal(request = registrationRequest()): Promise<unknown> {
  return register(request).then(
    () => expect.unreachable('it should have been refused'),
    (error: unknown) => error,
  );
}

/** Whether Hydra takes the secret, asked past every cache of ours. */
async function mints(credential: { clientId: string; clientSecret: string }): Promise<number> {
  const answer = await fetch(`${world.oryUrl}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: credential.clientId,
      client_secret: credential.clientSecret,
    }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

describe('a registration', () => {
  test('makes identity, client, agent, personal team, first diary and their relations', async () => {
    const request = registrationRequest({ name: 'scribe' });
    const registration = await register(request);
    expect(registration).toEqual({
      identityId: expect.stringMatching(UUID),
      publicKey: request.publicKey,
      fingerprint: expect.stringMatching(/^[0-9A-F]{4}(-[0-9A-F]{4}){3}$/),
      did: expect.stringMatching(/^did:key:z6Mk/),
      credential: {
        type: 'oauth2',
        clientId: expect.stringMatching(UUID),
        clientSecret: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
    expect(await inventory(service.db)).toEqual(ONE_AGENT);
    const [diary] = await service.db.sql`
      SELECT diaries.name, visibility, personal, role, creator_id, diaries.id
      FROM diaries JOIN teams ON teams.id = diaries.team_id JOIN team_members USING (team_id)`;
    expect(diary).toMatchObject({
      name: 'Private',
      visibility: 'private',
      personal: true,
      role: 'owner',
      creatorId: registration.identityId,
    });
    const subjectSet = { namespace: 'Agent', object: registration.identityId, relation: '' };
    const verbs = ['read', 'write', 'manage'].map((relation) => ({
      namespace: 'Diary',
      object: String(diary?.['id']),
      relation,
      subjectSet,
    }));
    expect(await service.ory.relations.check(verbs)).toEqual([true, true, true]);
    expect(await mints(registration.credential)).toBe(200);
  });

  test('of the same request again: the same identity, a new secret, the old one is dead', async () => {
    const request = registrationRequest();
    const first = await register(request);
    const second = await register(request);
    expect(second).toEqual({
      ...first,
      credential: { ...first.credential, clientSecret: expect.any(String) },
    });
    expect(second.credential.clientSecret).not.toBe(first.credential.clientSecret);
    expect([await mints(first.credential), await mints(second.credential)]).toEqual([401, 200]);
    expect(await inventory(service.db)).toEqual(ONE_AGENT);
  });

  test('asked for by many at once makes one identity, and the last secret holds', async () => {
    const request = registrationRequest();
    const answers = await Promise.all(Array.from({ length: 5 }, () => register(request)));
    expect(new Set(answers.map(({ identityId }) => identityId)).size).toBe(1);
    expect(await inventory(service.db)).toEqual(ONE_AGENT);
    const statuses = await Promise.all(answers.map(({ credential }) => mints(credential)));
    expect(statuses.sort()).toEqual([200, 401, 401, 401, 401]);
  });

  test('keeps no secret, nonce or proof in the workflow', async () => {
    const request = registrationRequest();
    const { credential } = await register(request);
    const [{ dump }] = await service.db.sql<[{ dump: string }]>`
      SELECT (SELECT string_agg(w::text, '') FROM dbos.workflow_status w)
          || (SELECT string_agg(o::text, '') FROM dbos.operation_outputs o)
          || (SELECT string_agg(r::text, '') FROM registrations r) AS dump`;
    expect(dump).toContain(request.publicKey);
    for (const secret of [credential.clientSecret, request.nonce, request.proof]) {
      expect(dump).not.toContain(secret);
    }
    expect(dump).not.toMatch(/secret/i);
  });
});

describe('is refused', () => {
  test('with a proof by another key, or over another nonce', async () => {
    const request = registrationRequest();
    for (const proof of [
      registrationRequest({ nonce: request.nonce }).proof,
      registrationRequest({ keys: generateKeyPair() }).proof,
      'A'.repeat(86) + '==',
    ]) {
      expect(await refusal({ ...request, proof })).toMatchObject({ code: 'INVALID_SIGNATURE' });
    }
    expect(await inventory(service.db)).toEqual(NOTHING);
  });

  test('with a key of small order', async () => {
    const publicKey = `ed25519:${Buffer.alloc(32).fill(1, 0, 1).toString('base64')}`;
    expect(await refusal({ ...registrationRequest(), publicKey })).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'body.publicKey' }],
    });
  });

  test('when the nonce was used for other content', async () => {
    const keys = generateKeyPair();
    const request = registrationRequest({ keys, name: 'scribe' });
    await register(request);
    for (const given of [{ keys, name: 'other' }, { keys }, { name: 'scribe' }]) {
      expect(await refusal(registrationRequest({ ...given, nonce: request.nonce }))).toMatchObject({
        code: 'CONFLICT',
      });
    }
    expect(await inventory(service.db)).toEqual(ONE_AGENT);
  });

  test('when the key is registered under another nonce, and does no harm there', async () => {
    const keys = generateKeyPair();
    const { credential } = await register(registrationRequest({ keys }));
    expect(await refusal(registrationRequest({ keys }))).toMatchObject({ code: 'CONFLICT' });
    expect(await inventory(service.db)).toEqual(ONE_AGENT);
    expect(await mints(credential)).toBe(200);
  });

  test('one of two nonces at once for the same key', async () => {
    const keys = generateKeyPair();
    const answers = await Promise.allSettled([
      register(registrationRequest({ keys })),
      register(registrationRequest({ keys })),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await vi.waitFor(async () => expect(await inventory(service.db)).toEqual(ONE_AGENT), 5_000);
  });
});

describe('a registration that is slow', () => {
  test('whose relations take longer than another request waits for them is not undone', async () => {
    let mended = Infinity;
    proxy.rule = (path) => {
      if (path !== 'PATCH /admin/relation-tuples') return undefined;
      if (mended === Infinity) mended = performance.now() + 2_200;
      return performance.now() < mended ? 'refuse' : undefined;
    };
    const { credential } = await register();
    expect(await inventory(service.db)).toEqual(ONE_AGENT);
    expect(await mints(credential)).toBe(200);
  });
});

describe('a step that fails leaves nothing behind, and the same request then succeeds', () => {
  const IDENTITY = 'POST /admin/identities';
  const CLIENT = 'POST /admin/clients';
  const RELATIONS = 'PATCH /admin/relation-tuples';

  test.each<[string, Fault, string]>([
    [IDENTITY, 'refuse', 'SERVICE_UNAVAILABLE'],
    [IDENTITY, 'reject', 'UPSTREAM_ERROR'],
    [IDENTITY, 'lose', 'SERVICE_UNAVAILABLE'],
    [IDENTITY, 'delay', 'SERVICE_UNAVAILABLE'],
    [CLIENT, 'refuse', 'SERVICE_UNAVAILABLE'],
    [CLIENT, 'reject', 'UPSTREAM_ERROR'],
    [CLIENT, 'lose', 'SERVICE_UNAVAILABLE'],
    [CLIENT, 'delay', 'SERVICE_UNAVAILABLE'],
  ])('%s: %s', async (step, fault, code) => {
    const request = registrationRequest();
    proxy.rule = (path) => (path === step ? fault : undefined);
    expect(await refusal(request)).toMatchObject({ code });
    await undoneThenDone(request);
  });

  test.each<Fault>(['refuse', 'lose'])(`${RELATIONS}: %s`, async (fault) => {
    const request = registrationRequest();
    let broken = true;
    proxy.rule = (path) => (broken && path === RELATIONS ? fault : undefined);
    expect(await refusal(request)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    broken = false;
    await undoneThenDone(request);
  });

  test.each(['agents', 'agent_keys', 'teams', 'team_members', 'diaries', 'relation_outbox'])(
    'rows: %s',
    async (table) => {
      const request = registrationRequest();
      await breakTable(table, 'INSERT');
      try {
        expect(await refusal(request)).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
        await settled('failed');
      } finally {
        await mendTable(table);
      }
      await undoneThenDone(request);
    },
  );

  test('the undoing itself goes on until it is done', async () => {
    const request = registrationRequest();
    let broken = 6;
    proxy.rule = (path) => {
      if (path === CLIENT) return 'refuse';
      if (!path.startsWith('DELETE ') || broken === 0) return undefined;
      broken -= 1;
      return 'refuse';
    };
    expect(await refusal(request)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(await refusal(request)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await undoneThenDone(request);
  });

  test('everything down answers at once, and is undone when it is back', async () => {
    const request = registrationRequest();
    let broken = true;
    proxy.rule = () => (broken ? 'refuse' : undefined);
    expect(await refusal(request)).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
    broken = false;
    await undoneThenDone(request);
  });

  test('what is done is not undone because it could not be noted', async () => {
    const request = registrationRequest();
    await breakTable('registrations', 'UPDATE');
    const registering = register(request);
    await vi.waitFor(async () => expect(await inventory(service.db)).toEqual(ONE_AGENT), 5_000);
    await mendTable('registrations');
    expect(await mints((await registering).credential)).toBe(200);
  });

  test('a secret that could not be set is set by the same request again', async () => {
    const request = registrationRequest();
    proxy.rule = (path) => (path.startsWith('PATCH /admin/clients/') ? 'refuse' : undefined);
    expect(await refusal(request)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    proxy.rule = pass;
    expect(await mints((await register(request)).credential)).toBe(200);
    expect(await inventory(service.db)).toEqual(ONE_AGENT);
  });
});

/** Everything is gone, and with the fault gone too the same request succeeds. */
async function undoneThenDone(request = registrationRequest()): Promise<void> {
  await settled('failed');
  expect(await inventory(service.db)).toEqual(NOTHING);
  proxy.rule = pass;
  const registration = await register(request);
  expect(await inventory(service.db)).toEqual(ONE_AGENT);
  expect(await mints(registration.credential)).toBe(200);
}

/** Resolves when the only registration has this status and no relation is on its way. */
async function settled(status: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const rows = await service.db.sql<{ status: string }[]>`SELECT status FROM registrations`;
      expect(rows.map((row) => row.status)).toEqual([status]);
    },
    { timeout: 15_000, interval: 50 },
  );
  // The relations are taken away by the outbox.
  await vi.waitFor(
    async () => {
      const open = await service.db.sql`
        SELECT 1 FROM relation_outbox WHERE delivered_at IS NULL`;
      expect(open).toHaveLength(0);
    },
    { timeout: 10_000, interval: 50 },
  );
}

async function breakTable(table: string, event: string): Promise<void> {
  await service.db.sql.unsafe(`
    CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'injected'; END $$;
    CREATE TRIGGER broken BEFORE ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION broken()`);
}

async function mendTable(table: string): Promise<void> {
  await service.db.sql.unsafe(`DROP TRIGGER IF EXISTS broken ON ${table}`);
}
