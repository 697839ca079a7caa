import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  hang,
  json,
  type ScriptedServer,
  startScriptedServer,
} from '../../test/scripted-server.ts';
import { projectUrls } from '../ory/ory-urls.ts';
import { createOry, type Ory } from '../ory/create-ory.ts';
import { sealAnswers } from './sealed-answers.ts';
import { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './verifier.ts';

const claims = {
  'moltnet:identity_id': '018f0000-0000-7000-8000-00000000000a',
  'moltnet:public_key': 'ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
  'moltnet:fingerprint': '21FE-31DF-A154-A261',
  'moltnet:subject_type': 'agent',
};
const principal = {
  kind: 'agent',
  identityId: claims['moltnet:identity_id'],
  clientId: 'client-1',
  publicKey: claims['moltnet:public_key'],
  fingerprint: claims['moltnet:fingerprint'],
  scopes: ['diary:read', 'diary:write'],
};

const first = await signingKey('key-1');
const second = await signingKey('key-2');
const foreign = await signingKey('key-1');

let server: ScriptedServer;
let ory: Ory;
let keys: unknown[];

beforeEach(async () => {
  keys = [first.jwk];
  server = await startScriptedServer((response, request) => json(200, { keys })(response, request));
  ory = createOry({ urls: projectUrls(server.url), apiKey: 'key', timeoutMs: 500 });
});
afterEach(async () => {
  vi.useRealTimers();
  ory.close();
  await server.stop();
});

async function signingKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  return { kid, privateKey, jwk };
}

function verifier(options: Partial<TokenVerifierOptions> = {}): TokenVerifier {
  return createTokenVerifier({
    hydraUrl: server.url,
    introspect: ory.introspect,
    timeoutMs: 300,
    ...options,
  });
}

function token(
  payload: JWTPayload = {},
  { key = first, expires = 3600 }: { key?: typeof first; expires?: number } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    client_id: 'client-1',
    scp: ['diary:read', 'diary:write', 'offline'],
    ext: claims,
    iss: server.url,
    iat: now,
    exp: now + expires,
    ...payload,
  })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .sign(key.privateKey);
}

const OPAQUE = 'ory_at_abcdefghijklmnop.qrstuvwxyz';
function active() {
  return {
    active: true,
    token_use: 'access_token',
    client_id: 'client-1',
    scope: 'diary:read diary:write offline',
    ext: claims,
    exp: Math.floor(Date.now() / 1000) + 3600,
  };
}

const refusal = { code: 'UNAUTHORIZED', message: 'The access token is not valid or has expired.' };

describe('JWTs', () => {
  test.each([
    ['claims under ext', {}],
    ['claims at the top level', { ext: {}, ...claims }],
    ['an issuer with a trailing slash', () => ({ iss: `${server.url}/` })],
    ['no audience', { aud: [] }],
  ])('give a principal: %s', async (_, payload) => {
    const jwt = await token(typeof payload === 'function' ? payload() : payload);
    expect(await verifier().verify(jwt)).toEqual(principal);
  });

  test('a warm token is neither verified nor fetched for again', async () => {
    const warm = verifier();
    const jwt = await token();
    await warm.verify(jwt);
    await server.stop();
    expect(await warm.verify(jwt)).toEqual(principal);
    expect(server.requests).toHaveLength(1);
  });

  test.each<[string, () => Promise<string>]>([
    ['expired', () => token({}, { expires: -6 })],
    ['not yet valid', () => token({ nbf: Math.floor(Date.now() / 1000) + 60 })],
    ['of another issuer', () => token({ iss: 'https://elsewhere.example' })],
    ['signed by another key of the same id', () => token({}, { key: foreign })],
    ['for another audience', () => token({ aud: ['https://elsewhere.example'] })],
    ['without the claims of the hook', () => token({ ext: {} })],
    [
      'of another kind of subject',
      () => token({ ext: { ...claims, 'moltnet:subject_type': 'x' } }),
    ],
    ['an id token, which names no client', () => token({ client_id: undefined as never })],
    ['without an expiry', () => token({ exp: undefined as never })],
    ['unsigned', async () => unsigned(await token())],
    ['signed with HMAC by the public key', async () => hmac(JSON.stringify(first.jwk))],
    ['with its payload changed', async () => tampered(await token())],
  ])('are refused when %s', async (_, make) => {
    await expect(verifier().verify(await make())).rejects.toMatchObject(refusal);
  });

  test('within the clock skew an expired one is still good', async () => {
    expect(await verifier().verify(await token({}, { expires: -2 }))).toEqual(principal);
  });

  test('one that is kept is refused when it has expired', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const kept = verifier();
    const jwt = await token({}, { expires: 60 });
    await kept.verify(jwt);
    vi.setSystemTime(Date.now() + 66_000);
    await expect(kept.verify(jwt)).rejects.toMatchObject(refusal);
  });

  test('a key that was rotated in is known once the cooldown is over; made-up ids cost one fetch', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const rotating = verifier();
    await rotating.verify(await token());
    keys = [first.jwk, second.jwk];
    const rotated = await token({}, { key: second });
    await expect(rotating.verify(rotated)).rejects.toMatchObject(refusal);
    await expect(rotating.verify(rotated)).rejects.toMatchObject(refusal);
    expect(server.requests).toHaveLength(1);
    vi.setSystemTime(Date.now() + 5_001);
    expect(await rotating.verify(rotated)).toEqual(principal);
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ['hang', hang],
    ['fail', json(500, {})],
    ['are no keys', json(200, { nothing: true })],
  ])('when the keys %s, nobody can tell: 503, and it recovers by itself', async (_, script) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const blind = verifier();
    const jwt = await token();
    server.answer(script);
    for (let asked = 0; asked < 4; asked += 1) {
      await expect(blind.verify(jwt)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    }
    expect(server.requests).toHaveLength(2);
    server.answer(json(200, { keys }));
    vi.setSystemTime(Date.now() + 1_000);
    expect(await blind.verify(jwt)).toEqual(principal);
  });

  test('known keys serve for an hour while no others can be had', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const kept = verifier();
    await kept.verify(await token());
    server.answer(json(503, {}));
    vi.setSystemTime(Date.now() + 30 * 60_000);
    expect(await kept.verify(await token())).toEqual(principal);
    await expect(kept.verify(await token({}, { key: second }))).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    vi.setSystemTime(Date.now() + 31 * 60_000);
    await expect(kept.verify(await token())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});

describe('opaque tokens', () => {
  test('are introspected, at most once in five seconds', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const opaque = verifier();
    server.answer(json(200, active()));
    expect(await opaque.verify(OPAQUE)).toEqual(principal);
    expect(await opaque.verify(OPAQUE)).toEqual(principal);
    expect(server.requests.map(({ url, body }) => [url, body])).toEqual([
      ['/admin/oauth2/introspect', `token=${OPAQUE}`],
    ]);
    server.answer(json(200, { active: false }));
    vi.setSystemTime(Date.now() + 5_001);
    await expect(opaque.verify(OPAQUE)).rejects.toMatchObject(refusal);
  });

  test('another machine’s introspection counts for the rest of its five seconds, and no longer', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const kept = new Map<string, string>();
    const store = {
      get: async (key: string) => kept.get(key) ?? null,
      set: async (key: string, value: string) => void kept.set(key, value),
    };
    const shared = sealAnswers(store, 'introspections', Buffer.alloc(32, 1));
    const [one, other] = [verifier({ shared }), verifier({ shared })];
    server.answer(json(200, active()));
    await one.verify(OPAQUE);
    server.answer(json(200, { active: false }));
    vi.setSystemTime(Date.now() + 4_000);
    expect(await other.verify(OPAQUE)).toEqual(principal);
    vi.setSystemTime(Date.now() + 1_000);
    await expect(other.verify(OPAQUE)).rejects.toMatchObject(refusal);
    expect(server.requests).toHaveLength(2);
  });

  test('the same one at the same moment is introspected once', async () => {
    server.answer(json(200, active()));
    const opaque = verifier();
    await Promise.all([opaque.verify(OPAQUE), opaque.verify(OPAQUE), opaque.verify(OPAQUE)]);
    expect(server.requests).toHaveLength(1);
  });

  test('refused ones are not asked for again at once', async () => {
    server.answer(json(200, { active: false }));
    const opaque = verifier();
    await expect(opaque.verify(OPAQUE)).rejects.toMatchObject(refusal);
    await expect(opaque.verify(OPAQUE)).rejects.toMatchObject(refusal);
    expect(server.requests).toHaveLength(1);
  });

  test('a refresh token is no access token', async () => {
    server.answer(json(200, { ...active(), token_use: 'refresh_token' }));
    await expect(verifier().verify(OPAQUE)).rejects.toMatchObject(refusal);
  });

  test.each(['short', 'with space in it, long', 'x'.repeat(600), 'a.b.c.d.e.f.g.h.i.j.k.l\n'])(
    'what cannot be one costs no call: %j',
    async (text) => {
      await expect(verifier().verify(text)).rejects.toMatchObject(refusal);
      expect(server.requests).toHaveLength(0);
    },
  );

  test('Hydra down is 503', async () => {
    server.answer(json(500, {}));
    await expect(verifier().verify(OPAQUE)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});

describe('tokens for people', () => {
  const HUMAN = '018f0000-0000-7000-8000-00000000000b';
  const ofPerson = { 'moltnet:identity_id': HUMAN, 'moltnet:subject_type': 'human' };
  const human = { kind: 'human', identityId: HUMAN, clientId: 'client-1' };

  /** Hydra gives out keys and says whether the token is live. */
  const answerWhile = (isLive: () => boolean) =>
    server.answer((response, request) => {
      const keysOrToken = request.url.endsWith('jwks.json')
        ? { keys }
        : { ...active(), ext: ofPerson, active: isLive() };
      json(200, keysOrToken)(response, request);
    });

  test.each<[string, string[], string[]]>([
    ['what they consented to', ['diary:read'], ['diary:read']],
    ['nothing of what only agents may do', ['crypto:sign', 'key:manage'], []],
    ['their profile for an agent’s', ['agent:profile'], ['human:profile']],
    ['no scope that nobody knows', ['root', 'offline'], []],
  ])('carry %s', async (_, scp, scopes) => {
    answerWhile(() => true);
    const jwt = await token({ ext: ofPerson, scp });
    // What ends agents' tokens does not end theirs.
    const found = await verifier({ admits: async () => false }).verify(jwt);
    expect(found).toEqual({ ...human, scopes });
  });

  test('are asked about every five seconds, because a consent can end; refused ones are kept', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    let isLive = true;
    answerWhile(() => isLive);
    const warm = verifier();
    const jwt = await token({ ext: ofPerson });
    await warm.verify(jwt);
    isLive = false;
    expect(await warm.verify(jwt)).toMatchObject(human);
    vi.setSystemTime(Date.now() + 5_001);
    await expect(warm.verify(jwt)).rejects.toMatchObject(refusal);
    const asked = server.requests.length;
    await expect(warm.verify(jwt)).rejects.toMatchObject(refusal);
    expect(server.requests.length).toBe(asked);
  });

  test('may name an audience of ours, with or without its last slash', async () => {
    const audiences = ['https://mcp.example'];
    for (const aud of [['https://mcp.example'], ['https://mcp.example/']])
      expect(await verifier({ audiences }).verify(await token({ aud }))).toEqual(principal);
    const other = await token({ aud: ['https://mcp.example.evil'] });
    await expect(verifier({ audiences }).verify(other)).rejects.toMatchObject(refusal);
  });
});

describe('revocation', () => {
  test('an agent that is not admitted has no token; asked again every five seconds', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const asked: string[] = [];
    let exists = true;
    const watched = verifier({
      admits: async ({ identityId }) => {
        asked.push(identityId);
        return exists;
      },
    });
    const jwt = await token();
    await watched.verify(jwt);
    await watched.verify(jwt);
    expect(asked).toEqual([principal.identityId]);
    exists = false;
    expect(await watched.verify(jwt)).toEqual(principal);
    vi.setSystemTime(Date.now() + 5_001);
    await expect(watched.verify(jwt)).rejects.toMatchObject(refusal);
    await expect(watched.verify(jwt)).rejects.toMatchObject(refusal);
  });

  test('forgetting a client judges its tokens anew at once, even one that is being judged', async () => {
    let exists = true;
    const gate = Promise.withResolvers<void>();
    const watched = verifier({
      admits: async () => {
        const answer = exists;
        await gate.promise;
        return answer;
      },
    });
    const jwt = await token();
    const running = watched.verify(jwt);
    exists = false;
    await vi.waitUntil(() => server.requests.length === 1);
    watched.forget('client-1');
    gate.resolve();
    await running.catch(() => undefined);
    await expect(watched.verify(jwt)).rejects.toMatchObject(refusal);
  });
});

function unsigned(jwt: string): string {
  const header = Buffer.from('{"alg":"none"}').toString('base64url');
  return `${header}.${jwt.split('.')[1]}.AA`;
}

function tampered(jwt: string): string {
  const [header, payload = '', signature] = jwt.split('.');
  const changed = {
    ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
    scp: ['key:manage'],
  };
  return `${header}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`;
}

function hmac(secret: string): Promise<string> {
  return new SignJWT({ client_id: 'client-1', ext: claims, iss: server.url })
    .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
}
