import { connect } from '@moltnet/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentClient } from '../../../../test/agents.ts';
import { startTestOry, type TestOry } from '../../../../test/ory.ts';

let ory: TestOry;
beforeAll(async () => {
  ory = await startTestOry();
});
afterAll(() => ory.stop());

test('a client shows its secret once', async () => {
  const oAuth2Client = agentClient();
  const { status, data } = await ory.oauth2.createOAuth2Client({ oAuth2Client });
  expect(status).toBe(201);
  expect(data).toMatchObject(oAuth2Client);
  const found = await ory.oauth2.getOAuth2Client({ id: String(data.client_id) });
  const { client_secret: _, ...withoutSecret } = data;
  expect(found.data).toEqual(withoutSecret);
  const { data: listed } = await ory.oauth2.listOAuth2Clients({ pageSize: 500 });
  expect(listed).toContainEqual(withoutSecret);
});

test('a secret is made where none is given, and only its hash is stored', async () => {
  const { client_secret: _, ...oAuth2Client } = agentClient();
  const { data } = await ory.oauth2.createOAuth2Client({ oAuth2Client });
  expect(data.client_secret).toMatch(/^[\w-]{43}$/);
  const database = connect(ory.databaseUrl, { applicationName: 'test', max: 1 });
  const rows = await database.sql`select * from ory_local.oauth2_clients`;
  await database.close();
  expect(JSON.stringify(rows)).toContain(data.client_id);
  expect(JSON.stringify(rows)).not.toContain(data.client_secret);
});

test('an id is taken once', async () => {
  const oAuth2Client = agentClient();
  await ory.oauth2.createOAuth2Client({ oAuth2Client });
  const { status, data } = await ory.oauth2.createOAuth2Client({ oAuth2Client });
  expect(status).toBe(409);
  expect(data).toMatchObject({ error: { code: 409, status: 'Conflict' } });
});

test.each([
  ['a secret that can be guessed', { client_secret: 'short' }],
  ['a name that is a number', { client_name: 7 as unknown as string }],
  ['an id with a slash', { client_id: 'a/b' }],
  ['an unknown way to authenticate', { token_endpoint_auth_method: 'telepathy' }],
  ['a lifespan that is none', { client_credentials_grant_access_token_lifespan: 'soon' }],
  ['grants that are no list', { grant_types: { 0: 'client_credentials' } as unknown as string[] }],
])('%s is 400', async (_, fault) => {
  const { status, data } = await ory.oauth2.createOAuth2Client({
    oAuth2Client: agentClient(fault),
  });
  expect(status).toBe(400);
  expect(data).toMatchObject({ error: { code: 400, reason: expect.any(String) } });
});

test('a replaced client keeps its secret where none is given', async () => {
  const before = agentClient();
  await ory.oauth2.createOAuth2Client({ oAuth2Client: before });
  const id = String(before.client_id);
  const { client_secret, ...rest } = before;
  const { status, data } = await ory.oauth2.setOAuth2Client({
    id,
    oAuth2Client: { ...rest, client_name: 'renamed' },
  });
  expect([status, data.client_name, data.client_secret]).toEqual([200, 'renamed', undefined]);
  const token = await fetch(`${ory.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: String(client_secret),
    }),
  });
  expect(token.status).toBe(200);
});

test('a patch can neither change the id nor leave the client unusable', async () => {
  const oAuth2Client = agentClient();
  await ory.oauth2.createOAuth2Client({ oAuth2Client });
  const id = String(oAuth2Client.client_id);
  const patched = await ory.oauth2.patchOAuth2Client({
    id,
    jsonPatch: [
      { op: 'replace', path: '/client_id', value: 'another' },
      { op: 'replace', path: '/metadata', value: { identity_id: 'next' } },
    ],
  });
  expect(patched.data).toMatchObject({ client_id: id, metadata: { identity_id: 'next' } });
  const broken = await ory.oauth2.patchOAuth2Client({
    id,
    jsonPatch: [{ op: 'replace', path: '/scope', value: 7 }],
  });
  expect(broken.status).toBe(400);
});

test('clients are listed by owner, page by page', async () => {
  const made = await Promise.all(
    Array.from({ length: 5 }, () =>
      ory.oauth2.createOAuth2Client({ oAuth2Client: agentClient({ owner: 'pages' }) }),
    ),
  );
  const walked: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await ory.oauth2.listOAuth2Clients({
      owner: 'pages',
      pageSize: 2,
      ...(pageToken && { pageToken }),
    });
    walked.push(...page.data.map(({ client_id }) => String(client_id)));
    pageToken = /page_token=([^&>]+)>; rel="next"/.exec(String(page.headers['link']))?.[1];
  } while (pageToken !== undefined);
  expect(walked).toEqual(made.map(({ data }) => String(data.client_id)).sort());
});

test('what is not there is 404', async () => {
  const id = 'nobody';
  const calls = [
    ory.oauth2.getOAuth2Client({ id }),
    ory.oauth2.deleteOAuth2Client({ id }),
    ory.oauth2.setOAuth2Client({ id, oAuth2Client: agentClient() }),
    ory.oauth2.patchOAuth2Client({ id, jsonPatch: [] }),
  ];
  for (const { status, data } of await Promise.all(calls)) {
    expect(status).toBe(404);
    expect(data).toMatchObject({ error: { code: 404, message: 'Unable to locate the resource' } });
  }
});
