import { randomUUID } from 'node:crypto';
import type { CreateIdentityBody, Identity } from '@ory/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentTraits } from '../../../../test/agents.ts';
import { startTestOry, type TestOry } from '../../../../test/ory.ts';

let ory: TestOry;
beforeAll(async () => {
  ory = await startTestOry();
});
afterAll(() => ory.stop());

const create = (createIdentityBody: CreateIdentityBody) =>
  ory.identities.createIdentity({ createIdentityBody });

async function created(changes: Partial<CreateIdentityBody> = {}): Promise<Identity> {
  const { status, data } = await create({
    schema_id: 'moltnet_agent',
    traits: agentTraits(),
    ...changes,
  });
  expect(status).toBe(201);
  return data;
}

test('an identity is created with its metadata and found again', async () => {
  const traits = agentTraits();
  const identity = await created({
    traits,
    metadata_public: { tier: 'one' },
    metadata_admin: { note: 'two' },
  });
  expect(identity).toMatchObject({
    schema_id: 'moltnet_agent',
    state: 'active',
    traits,
    metadata_public: { tier: 'one' },
    metadata_admin: { note: 'two' },
    credentials: { password: { identifiers: [traits.public_key.toLowerCase()] } },
  });
  const found = await ory.identities.getIdentity({ id: identity.id });
  expect(found.data).toEqual(identity);
});

test('the schema of an identity is where schema_url says', async () => {
  const { schema_url } = await created();
  const schema = (await (await fetch(schema_url)).json()) as { title: string };
  expect(schema.title).toBe('MoltNet agent');
  expect((await ory.identities.getIdentitySchema({ id: 'moltnet_agent' })).data).toEqual(schema);
  const { data } = await ory.identities.listIdentitySchemas();
  expect(data).toMatchObject([
    { id: 'moltnet_human', schema: { title: 'MoltNet human' } },
    { id: 'moltnet_agent', url: schema_url, schema },
  ]);
});

test.each([
  ['an unknown schema', { schema_id: 'moltnet_ghost' }],
  ['a missing trait', { traits: { public_key: agentTraits().public_key } }],
  ['a trait beyond the schema', { traits: { ...agentTraits(), admin: true } }],
  ['a key that is none', { traits: { ...agentTraits(), public_key: 'ed25519:short' } }],
  ['metadata that is no object', { metadata_public: 'text' }],
])('%s is 400 in the shape of Ory', async (_, fault) => {
  const { status, data } = await create({
    schema_id: 'moltnet_agent',
    traits: agentTraits(),
    ...fault,
  });
  expect(status).toBe(400);
  expect(data).toEqual({
    error: {
      code: 400,
      status: 'Bad Request',
      request: expect.any(String),
      reason: expect.any(String),
      message: 'The request was malformed or contained invalid parameters',
    },
  });
});

test('a key belongs to one identity, a second one is 409', async () => {
  const { traits } = await created();
  const { status, data } = await create({ schema_id: 'moltnet_agent', traits });
  expect(status).toBe(409);
  expect(data).toMatchObject({ error: { code: 409, status: 'Conflict' } });
});

test('of two that claim a key at once, one gets it', async () => {
  const body = { schema_id: 'moltnet_agent', traits: agentTraits() };
  const statuses = (await Promise.all([create(body), create(body)])).map(({ status }) => status);
  expect(statuses.sort()).toEqual([201, 409]);
});

test('an external id names one identity', async () => {
  const external_id = randomUUID();
  const identity = await created({ external_id });
  const found = await ory.identities.getIdentityByExternalID({ externalID: external_id });
  expect(found.data).toEqual(identity);
  const again = await create({ schema_id: 'moltnet_agent', traits: agentTraits(), external_id });
  expect(again.status).toBe(409);
  const none = await ory.identities.getIdentityByExternalID({ externalID: 'nobody' });
  expect(none.status).toBe(404);
});

test('a list is filtered by key and by ids, and walks its pages without loss', async () => {
  const identities = await Promise.all(Array.from({ length: 5 }, () => created()));
  const ids = identities.map(({ id }) => id).sort();
  const first = await created();
  const byKey = await ory.identities.listIdentities({
    credentialsIdentifier: (first.traits as { public_key: string }).public_key,
  });
  expect(byKey.data.map(({ id }) => id)).toEqual([first.id]);

  const walked: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await ory.identities.listIdentities({
      ids,
      pageSize: 2,
      ...(pageToken && { pageToken }),
    });
    walked.push(...page.data.map(({ id }) => id));
    expect(page.data.every((identity) => identity.credentials === undefined)).toBe(true);
    pageToken = /page_token=([^&>]+)>; rel="next"/.exec(String(page.headers['link']))?.[1];
  } while (pageToken !== undefined);
  expect(walked).toEqual(ids);
});

test('a page token that no page carried is 400', async () => {
  const { status } = await ory.identities.listIdentities({ pageToken: '%%%' });
  expect(status).toBe(400);
});

test('an identity is replaced and patched; its old key is free again', async () => {
  const { id, traits } = await created({ metadata_public: { tier: 'one' } });
  const next = agentTraits();
  const replaced = await ory.identities.updateIdentity({
    id,
    updateIdentityBody: { schema_id: 'moltnet_agent', state: 'inactive', traits: next },
  });
  expect(replaced.data).toMatchObject({
    id,
    state: 'inactive',
    traits: next,
    metadata_public: null,
  });
  await created({ traits });

  const patched = await ory.identities.patchIdentity({
    id,
    jsonPatch: [
      { op: 'replace', path: '/state', value: 'active' },
      { op: 'add', path: '/metadata_admin', value: { note: 'back' } },
    ],
  });
  expect(patched.data).toMatchObject({ state: 'active', metadata_admin: { note: 'back' } });

  const impossible = await ory.identities.patchIdentity({
    id,
    jsonPatch: [{ op: 'remove', path: '/traits/nothing' }],
  });
  expect(impossible.status).toBe(400);
});

test('a deleted identity is gone and its key is free', async () => {
  const { id, traits } = await created();
  expect((await ory.identities.deleteIdentity({ id })).status).toBe(204);
  expect((await ory.identities.getIdentity({ id })).status).toBe(404);
  expect((await ory.identities.deleteIdentity({ id })).status).toBe(404);
  await created({ traits });
});

test('an id that is no UUID is 404', async () => {
  const { status, data } = await ory.identities.getIdentity({ id: "x' or 1=1" });
  expect(status).toBe(404);
  expect(data).toMatchObject({ error: { code: 404, message: 'Unable to locate the resource' } });
});
