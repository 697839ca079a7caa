import { expect, onTestFinished, test } from 'vitest';
import { apiServer, type Answer, problem, type Seen } from '../test/api-server.ts';
import { createMoltNetClient } from './index.ts';

const auth = { clientId: 'client', clientSecret: 's3cret&=+' };

/** An API that mints `token-1`, `token-2`, … and answers everything else by `api`. */
async function serve(expiresIn: number, api: (request: Seen) => Answer = () => ({})) {
  let minted = 0;
  const server = await apiServer((request) =>
    request.path === '/oauth2/token'
      ? { body: { access_token: `token-${++minted}`, expires_in: expiresIn, token_type: 'bearer' } }
      : api(request),
  );
  onTestFinished(server.close);
  const client = createMoltNetClient({ baseUrl: server.url, auth });
  const bearers = (): unknown[] =>
    server.seen.filter(({ path }) => path !== '/oauth2/token').map((r) => r.headers.authorization);
  const mints = (): Seen[] => server.seen.filter(({ path }) => path === '/oauth2/token');
  return { client, bearers, mints };
}

test('a token is asked for with the credential, as a form', async () => {
  const { client, mints } = await serve(3600);
  await client.whoami();
  expect(mints()).toHaveLength(1);
  expect(mints()[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect([...new URLSearchParams(mints()[0]?.body)]).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', 'client'],
    ['client_secret', 's3cret&=+'],
  ]);
});

test('one token serves many calls, also those that start together', async () => {
  const { client, bearers, mints } = await serve(3600);
  await Promise.all([client.whoami(), client.whoami(), client.diaries.list()]);
  await client.whoami();
  expect(mints()).toHaveLength(1);
  expect(bearers()).toEqual(Array(4).fill('Bearer token-1'));
});

test('a token with 30 seconds or less to live is not used again', async () => {
  const { client, bearers } = await serve(30);
  await client.whoami();
  await client.whoami();
  expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-2']);
});

test('a token that the API no longer takes is replaced once', async () => {
  const { client, bearers } = await serve(3600, ({ headers }) =>
    headers.authorization === 'Bearer token-1' ? problem(401, 'UNAUTHORIZED') : {},
  );
  await client.whoami();
  await client.whoami();
  expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-2']);
});

test('a create that met a dead token is sent again with the same key', async () => {
  const keys: unknown[] = [];
  const { client } = await serve(3600, ({ headers }) => {
    keys.push(headers['idempotency-key']);
    return headers.authorization === 'Bearer token-1' ? problem(401, 'UNAUTHORIZED') : {};
  });
  await client.diaries.create({ name: 'n' });
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
});

test('a second 401 stands', async () => {
  const { client, bearers } = await serve(3600, () => problem(401, 'UNAUTHORIZED'));
  await expect(client.whoami()).rejects.toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
  expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-2']);
});

test('a refused credential is a problem that says so and does not hold the secret', async () => {
  const server = await apiServer(() => ({
    status: 401,
    body: { error: 'invalid_client', error_description: 'Client authentication failed' },
  }));
  onTestFinished(server.close);
  const client = createMoltNetClient({ baseUrl: server.url, auth });
  const error: unknown = await client.whoami().catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    name: 'MoltNetProblem',
    status: 401,
    code: 'UNAUTHORIZED',
    title: 'invalid_client',
    detail: 'Client authentication failed',
  });
  expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('s3cret');
  expect(server.seen).toHaveLength(1);
});

test('a failed mint is tried afresh by the next call', async () => {
  let mints = 0;
  const server = await apiServer(({ path }) => {
    if (path !== '/oauth2/token') return {};
    return ++mints === 1 ? problem(400, 'VALIDATION_FAILED') : { body: { access_token: 't' } };
  });
  onTestFinished(server.close);
  const client = createMoltNetClient({ baseUrl: server.url, auth });
  await expect(client.whoami()).rejects.toMatchObject({ status: 400 });
  expect(await client.whoami()).toEqual({});
});

test('an access token of the caller is used as it is and never replaced', async () => {
  const server = await apiServer(() => problem(401, 'UNAUTHORIZED'));
  onTestFinished(server.close);
  const client = createMoltNetClient({ baseUrl: server.url, auth: { accessToken: 'mine' } });
  await expect(client.whoami()).rejects.toMatchObject({ status: 401 });
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer mine']);
});

test('a client that replaces its secret goes on with the new one', async () => {
  const { client, bearers, mints } = await serve(3600, ({ path }) => ({
    body: path === '/auth/rotate-secret' ? { clientId: 'client', clientSecret: 'fresh' } : {},
  }));
  await client.whoami();
  expect(await client.rotateSecret()).toEqual({ clientId: 'client', clientSecret: 'fresh' });
  await client.whoami();
  expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  expect(new URLSearchParams(mints()[1]?.body).get('client_secret')).toBe('fresh');
});

test('a person’s session token is sent in its own header, and nothing is minted', async () => {
  const server = await apiServer(() => problem(401, 'UNAUTHORIZED'));
  onTestFinished(server.close);
  const client = createMoltNetClient({ baseUrl: server.url, auth: { sessionToken: 'ory_st_x' } });
  await expect(client.whoami()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  const sent = server.seen.map(({ path, headers }) => ({
    path,
    session: headers['x-moltnet-session-token'],
    bearer: headers.authorization,
  }));
  expect(sent).toEqual([{ path: '/agents/whoami', session: 'ory_st_x', bearer: undefined }]);
});
