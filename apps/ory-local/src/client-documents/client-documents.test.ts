import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  authorizationUrl,
  CALLBACK,
  connect,
  createPerson,
  pkce,
  registration,
} from '../../test/authorization.ts';
import { Browser } from '../../test/browser.ts';
import { json, startDocumentServer, type DocumentServer } from '../../test/client-document.ts';
import { startTestOry, type TestOry } from '../../test/ory.ts';
import { decode, isActive } from '../../test/token-endpoint.ts';
import { guardedFetch } from './guarded-fetch.ts';

let server: DocumentServer;
let ory: TestOry;
/** A new id for each test: what was fetched is kept. */
let client_id: string;
let pages = 0;

beforeAll(async () => {
  server = await startDocumentServer();
  ory = await startTestOry({ loopbackClientDocuments: true });
});
beforeEach(() => {
  pages += 1;
  client_id = `${server.url}?${pages}`;
  server.answer = json(document());
  server.asked = 0;
});
afterAll(async () => {
  await ory.stop();
  await server.stop();
});

const document = (changes: object = {}) => ({
  ...registration({ scope: '' }),
  client_id,
  ...changes,
});

/** Where a request of this client leads: to the log-in, or to an error page. */
async function ask(change: Record<string, string> = {}, at: TestOry = ory) {
  const url = authorizationUrl(at, { client_id, ...change }, pkce().challenge);
  return new Browser(at.url).open(url);
}

test('a client is known by the URL of its document, which is fetched once', async () => {
  const person = await createPerson(ory);
  const { access, refresh } = await connect(ory, person, { client_id });
  expect(decode(access)[1]).toMatchObject({ sub: person, client_id, scp: ['diary:read'] });
  expect(await isActive(ory, access)).toBe(true);
  expect(await isActive(ory, refresh)).toBe(true);
  expect(server.asked).toBe(1);
  const listed = await ory.oauth2.listOAuth2ConsentSessions({ subject: person });
  expect(listed.data).toMatchObject([
    { consent_request: { client: { client_id, client_name: 'Notebook' } } },
  ]);
  await ory.oauth2.revokeOAuth2ConsentSessions({ subject: person, client: client_id });
  expect(await isActive(ory, access)).toBe(false);
});

test('its document cannot give it more than a registration would', async () => {
  const moltnet = { generation: 'document', allowedScopes: ['root'], allowedAudience: ['x'] };
  const grant_types = ['authorization_code', 'client_credentials', 'implicit'];
  server.answer = json(document({ moltnet, grant_types, skip_consent: true }));
  const refused = await new Browser(ory.url).until(
    CALLBACK,
    authorizationUrl(ory, { client_id, scope: 'root' }, pkce().challenge),
  );
  expect(refused.searchParams.get('error')).toBe('invalid_scope');
  const response = await fetch(`${ory.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id }),
  });
  expect(response.status).toBe(400);
});

test('its document has nothing else fetched', async () => {
  const sector_identifier_uri = `${server.url}/sector`;
  server.answer = json(document({ subject_type: 'pairwise', sector_identifier_uri }));
  const person = await createPerson(ory);
  const { access } = await connect(ory, person, { client_id });
  expect(decode(access)[1]['sub']).toBe(person);
  expect(server.asked).toBe(1);
});

const faults: [string, () => (typeof server)['answer']][] = [
  ['that names another client', () => json(document({ client_id: 'https://other.example/c' }))],
  ['with a secret', () => json(document({ client_secret: 'a-secret-0123456789' }))],
  [
    'that authenticates by secret',
    () => json(document({ token_endpoint_auth_method: 'client_secret_post' })),
  ],
  ['with a redirect in the clear', () => json(document({ redirect_uris: ['http://x.example/'] }))],
  [
    'with a script for a redirect',
    () => json(document({ redirect_uris: ['javascript:alert(1)'] })),
  ],
  ['without redirects', () => json(document({ redirect_uris: undefined }))],
  ['with redirects that are no list', () => json(document({ redirect_uris: CALLBACK }))],
  ['that is a list', () => json([document()])],
  ['that is no JSON', () => (response) => response.end('<html>')],
  ['that is too long', () => json(document({ padding: 'x'.repeat(17 * 1024) }))],
  [
    'that is elsewhere',
    () => (response) => response.writeHead(302, { location: 'https://localhost/' }).end(),
  ],
  ['that is not there', () => (response) => response.writeHead(404).end()],
];

test.each(faults)('a document %s makes no client', async (_, answer) => {
  server.answer = answer();
  const page = await ask();
  expect([page.status, new URL(page.url).pathname]).toEqual([400, '/oauth2/auth']);
});

test('a server that never answers is given up', async () => {
  server.answer = () => undefined;
  const page = await ask();
  expect(page.status).toBe(400);
});

test('only documents on the public internet are fetched where nothing else is configured', async () => {
  const strict = await startTestOry();
  const page = await ask({}, strict);
  expect([page.status, server.asked]).toEqual([400, 0]);
  await strict.stop();
});

test.each([
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://10.0.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://localhost/',
])('%s is not fetched', async (url) => {
  await expect(guardedFetch(false)(url)).rejects.toThrow('not on the public internet');
});

test('only https is fetched', async () => {
  await expect(guardedFetch(true)('http://127.0.0.1/')).rejects.toThrow('is not fetched');
});
