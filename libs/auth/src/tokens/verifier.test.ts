import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hang, json } from '../../test/scripted-server.ts';
import {
  CLAIMS,
  FIRST_KEY,
  PRINCIPAL,
  REFUSAL,
  SECOND_KEY,
  signingKey,
  TokenIssuer,
} from '../../test/token-issuer.ts';

/** Another's, by the id of ours. */
const FOREIGN_KEY = await signingKey('key-1');

let issuer: TokenIssuer;
beforeEach(async () => {
  issuer = await TokenIssuer.start();
});
afterEach(async () => {
  vi.useRealTimers();
  await issuer.stop();
});

describe('JWTs', () => {
  test.each([
    ['claims under ext', {}],
    ['claims at the top level', { ext: {}, ...CLAIMS }],
    ['an issuer with a trailing slash', () => ({ iss: `${issuer.server.url}/` })],
    ['no audience', { aud: [] }],
  ])('give a PRINCIPAL: %s', async (_, payload) => {
    const jwt = await issuer.token(typeof payload === 'function' ? payload() : payload);
    expect(await issuer.verifier().verify(jwt)).toEqual(PRINCIPAL);
  });

  test('a warm token is neither verified nor fetched for again', async () => {
    const warm = issuer.verifier();
    const jwt = await issuer.token();
    await warm.verify(jwt);
    await issuer.server.stop();
    expect(await warm.verify(jwt)).toEqual(PRINCIPAL);
    expect(issuer.server.requests).toHaveLength(1);
  });

  test.each<[string, () => Promise<string>]>([
    ['expired', () => issuer.token({}, { expires: -6 })],
    ['not yet valid', () => issuer.token({ nbf: Math.floor(Date.now() / 1000) + 60 })],
    ['of another issuer', () => issuer.token({ iss: 'https://elsewhere.example' })],
    ['signed by another key of the same id', () => issuer.token({}, { key: FOREIGN_KEY })],
    ['for another audience', () => issuer.token({ aud: ['https://elsewhere.example'] })],
    ['without the claims of the hook', () => issuer.token({ ext: {} })],
    [
      'of another kind of subject',
      () => issuer.token({ ext: { ...CLAIMS, 'moltnet:subject_type': 'x' } }),
    ],
    ['an id token, which names no client', () => issuer.token({ client_id: undefined as never })],
    ['without an expiry', () => issuer.token({ exp: undefined as never })],
    ['unsigned', async () => unsigned(await issuer.token())],
    ['signed with HMAC by the public key', async () => hmac(JSON.stringify(FIRST_KEY.jwk))],
    ['with its payload changed', async () => tampered(await issuer.token())],
  ])('are refused when %s', async (_, make) => {
    await expect(issuer.verifier().verify(await make())).rejects.toMatchObject(REFUSAL);
  });

  test('within the clock skew an expired one is still good', async () => {
    expect(await issuer.verifier().verify(await issuer.token({}, { expires: -2 }))).toEqual(
      PRINCIPAL,
    );
  });

  test('one that is kept is refused when it has expired', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const kept = issuer.verifier();
    const jwt = await issuer.token({}, { expires: 60 });
    await kept.verify(jwt);
    vi.setSystemTime(Date.now() + 66_000);
    await expect(kept.verify(jwt)).rejects.toMatchObject(REFUSAL);
  });

  test('a key that was rotated in is known once the cooldown is over; made-up ids cost one fetch', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const rotating = issuer.verifier();
    await rotating.verify(await issuer.token());
    issuer.keys = [FIRST_KEY.jwk, SECOND_KEY.jwk];
    const rotated = await issuer.token({}, { key: SECOND_KEY });
    await expect(rotating.verify(rotated)).rejects.toMatchObject(REFUSAL);
    await expect(rotating.verify(rotated)).rejects.toMatchObject(REFUSAL);
    expect(issuer.server.requests).toHaveLength(1);
    vi.setSystemTime(Date.now() + 5_001);
    expect(await rotating.verify(rotated)).toEqual(PRINCIPAL);
    expect(issuer.server.requests).toHaveLength(2);
  });

  test.each([
    ['hang', hang],
    ['fail', json(500, {})],
    ['are no keys', json(200, { nothing: true })],
  ])('when the keys %s, nobody can tell: 503, and it recovers by itself', async (_, script) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const blind = issuer.verifier();
    const jwt = await issuer.token();
    issuer.server.answer(script);
    for (let asked = 0; asked < 4; asked += 1) {
      await expect(blind.verify(jwt)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    }
    expect(issuer.server.requests).toHaveLength(2);
    issuer.server.answer(json(200, { keys: issuer.keys }));
    vi.setSystemTime(Date.now() + 1_000);
    expect(await blind.verify(jwt)).toEqual(PRINCIPAL);
  });

  test('known keys serve for an hour while no others can be had', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const kept = issuer.verifier();
    await kept.verify(await issuer.token());
    issuer.server.answer(json(503, {}));
    vi.setSystemTime(Date.now() + 30 * 60_000);
    expect(await kept.verify(await issuer.token())).toEqual(PRINCIPAL);
    await expect(kept.verify(await issuer.token({}, { key: SECOND_KEY }))).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    vi.setSystemTime(Date.now() + 31 * 60_000);
    await expect(kept.verify(await issuer.token())).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });

  test('may name an audience of ours, with or without its last slash', async () => {
    const audiences = ['https://mcp.example'];
    for (const aud of [['https://mcp.example'], ['https://mcp.example/']])
      expect(await issuer.verifier({ audiences }).verify(await issuer.token({ aud }))).toEqual(
        PRINCIPAL,
      );
    const other = await issuer.token({ aud: ['https://mcp.example.evil'] });
    await expect(issuer.verifier({ audiences }).verify(other)).rejects.toMatchObject(REFUSAL);
  });
});

describe('revocation', () => {
  test('an agent that is not admitted has no token; asked again every five seconds', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const asked: string[] = [];
    let exists = true;
    const watched = issuer.verifier({
      admits: async ({ identityId }) => {
        asked.push(identityId);
        return exists;
      },
    });
    const jwt = await issuer.token();
    await watched.verify(jwt);
    await watched.verify(jwt);
    expect(asked).toEqual([PRINCIPAL.identityId]);
    exists = false;
    expect(await watched.verify(jwt)).toEqual(PRINCIPAL);
    vi.setSystemTime(Date.now() + 5_001);
    await expect(watched.verify(jwt)).rejects.toMatchObject(REFUSAL);
    await expect(watched.verify(jwt)).rejects.toMatchObject(REFUSAL);
  });

  test('forgetting a client judges its tokens anew at once, even one that is being judged', async () => {
    let exists = true;
    const gate = Promise.withResolvers<void>();
    const watched = issuer.verifier({
      admits: async () => {
        const answer = exists;
        await gate.promise;
        return answer;
      },
    });
    const jwt = await issuer.token();
    const running = watched.verify(jwt);
    exists = false;
    await vi.waitUntil(() => issuer.server.requests.length === 1);
    watched.forget('client-1');
    gate.resolve();
    await running.catch(() => undefined);
    await expect(watched.verify(jwt)).rejects.toMatchObject(REFUSAL);
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
  return new SignJWT({ client_id: 'client-1', ext: CLAIMS, iss: issuer.server.url })
    .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
}
