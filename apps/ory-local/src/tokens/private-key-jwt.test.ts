import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CALLBACK,
  codeForm,
  createPerson,
  exchange,
  register,
  registration,
} from '../../test/authorization.ts';
import { json, startDocumentServer, type DocumentServer } from '../../test/client-document.ts';
import { startTestOry, type TestOry } from '../../test/ory.ts';

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let server: DocumentServer;
let ory: TestOry;
let person: string;
let own: Key;
let others: Key;
let client_id: string;

interface Key {
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

async function newKey(): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), use: 'sig' } };
}

beforeAll(async () => {
  server = await startDocumentServer();
  ory = await startTestOry({ loopbackClientDocuments: true });
  person = await createPerson(ory);
  [own, others] = await Promise.all([newKey(), newKey()]);
  ({ client_id } = await register(ory, keyed({ jwks: { keys: [own.publicJwk] } })));
});
beforeEach(() => {
  server.asked = 0;
});
afterAll(async () => {
  await ory?.stop();
  await server?.stop();
});

const keyed = (changes: object) => ({
  token_endpoint_auth_method: 'private_key_jwt',
  ...changes,
});

interface Claims {
  iss?: string;
  sub?: string;
  aud?: string;
  jti?: string;
  exp?: number;
}

/** What a client signs to say who it is (RFC 7523 section 3). */
function assertion(id: string, key: Key, claims: Claims = {}): Promise<string> {
  const payload = {
    iss: id,
    sub: id,
    aud: ory.url,
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 60,
    ...claims,
  };
  return new SignJWT(payload).setProtectedHeader({ alg: 'ES256' }).sign(key.privateKey);
}

/** Exchanges the code of somebody who has just allowed it. */
const redeem = async (id: string, proof: Record<string, string>) =>
  exchange(ory, { ...(await codeForm(ory, person, { client_id: id })), ...proof });

const proofOf = (client_assertion: string) => ({
  client_assertion_type: ASSERTION,
  client_assertion,
});

describe('a client that registered a key', () => {
  test('gets tokens by signing with it, and no secret', async () => {
    const client = await register(ory, keyed({ jwks: { keys: [own.publicJwk] } }));
    expect(client.client_secret).toBeUndefined();
    const { status, body } = await redeem(
      client.client_id,
      proofOf(await assertion(client.client_id, own)),
    );
    expect([status, typeof body.access_token]).toEqual([200, 'string']);
    const refreshed = await exchange(ory, {
      grant_type: 'refresh_token',
      client_id: client.client_id,
      refresh_token: String(body.refresh_token),
      ...proofOf(await assertion(client.client_id, own)),
    });
    expect(refreshed.status).toBe(200);
  });

  test.each<[string, () => Promise<Record<string, string>>]>([
    ['nothing', async () => ({})],
    ['a secret', async () => ({ client_secret: 'x'.repeat(32) })],
    ['another key', async () => proofOf(await assertion(client_id, others))],
    [
      'another audience',
      async () => proofOf(await assertion(client_id, own, { aud: 'https://x.example' })),
    ],
    ['a time that is over', async () => proofOf(await assertion(client_id, own, { exp: 1 }))],
    [
      'another client’s name',
      async () => proofOf(await assertion(client_id, own, { iss: 'another' })),
    ],
    ['no number of its own', async () => proofOf(await assertion(client_id, own, { jti: '' }))],
  ])('is refused with %s', async (_, proof) => {
    const { status, body } = await redeem(client_id, await proof());
    expect([status, body.error]).toEqual([401, 'invalid_client']);
  });

  test('is refused with what has been used', async () => {
    const proof = proofOf(await assertion(client_id, own));
    expect((await redeem(client_id, proof)).status).toBe(200);
    const { status, body } = await redeem(client_id, proof);
    expect([status, body.error]).toEqual([401, 'invalid_client']);
  });

  test('revokes nothing: the endpoint reads secrets', async () => {
    const answer = await fetch(`${ory.url}/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({
        token: 'x',
        client_id,
        ...proofOf(await assertion(client_id, own)),
      }),
    });
    expect(answer.status).toBe(401);
    const discovery = await fetch(`${ory.url}/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({
      token_endpoint_auth_methods_supported: expect.arrayContaining(['private_key_jwt']),
      revocation_endpoint_auth_methods_supported: [
        'client_secret_basic',
        'client_secret_post',
        'none',
      ],
    });
  });
});

/** A page of the server, as a client's keys or its document. */
const at = (page: string) => new URL(page, server.url).href;

describe('keys at a URL', () => {
  test('are fetched when they are needed, and once in a minute', async () => {
    server.answer = json({ keys: [own.publicJwk] });
    const client = await register(ory, keyed({ jwks_uri: at('/keys.json') }));
    expect(server.asked).toBe(0);
    for (let time = 0; time < 2; time += 1) {
      const proof = proofOf(await assertion(client.client_id, own));
      expect((await redeem(client.client_id, proof)).status).toBe(200);
    }
    expect(server.asked).toBe(1);
  });

  test('that cannot be had let nobody in', async () => {
    server.answer = (response) => response.writeHead(500).end();
    const client = await register(ory, keyed({ jwks_uri: at('/none.json') }));
    const { status } = await redeem(
      client.client_id,
      proofOf(await assertion(client.client_id, own)),
    );
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  test.each(['jwks', 'jwks_uri'])('of a metadata document, in its %s', async (member) => {
    const id = at(`/client.json?${member}`);
    const keys = { keys: [own.publicJwk] };
    const named = member === 'jwks' ? { jwks: keys } : { jwks_uri: at('/doc-keys.json') };
    const document = { ...registration({ scope: '' }), client_id: id, ...keyed(named) };
    server.answer = (response) =>
      json(response.req.url?.startsWith('/doc-keys') === true ? keys : document)(response);
    expect((await redeem(id, proofOf(await assertion(id, others)))).status).toBe(401);
    expect((await redeem(id, proofOf(await assertion(id, own)))).status).toBe(200);
  });

  test('of a metadata document that names none, or authenticates otherwise, are not asked for', async () => {
    const id = at('/client.json?otherwise');
    const document = { ...registration({ scope: '' }), client_id: id };
    server.answer = json({ ...document, jwks_uri: at('/doc-keys.json') });
    expect((await redeem(id, {})).status).toBe(200);
    expect(server.asked).toBe(1);
    const none = at('/client.json?none');
    server.answer = json({ ...document, client_id: none, ...keyed({}) });
    await expect(redeem(none, {})).rejects.toThrow('jwks');
  });
});

test('an operator’s client is held to the same keys', async () => {
  const { status } = await ory.oauth2.createOAuth2Client({
    oAuth2Client: keyed({ redirect_uris: [CALLBACK], jwks: { keys: [] } }),
  });
  expect(status).toBe(400);
});
