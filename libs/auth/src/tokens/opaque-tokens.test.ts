import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { json } from '../../test/scripted-server.ts';
import { introspected, PRINCIPAL, REFUSAL, TokenIssuer } from '../../test/token-issuer.ts';
import { sealAnswers } from './sealed-answers.ts';

const OPAQUE = 'ory_at_abcdefghijklmnop.qrstuvwxyz';

let issuer: TokenIssuer;
beforeEach(async () => {
  issuer = await TokenIssuer.start();
});
afterEach(async () => {
  vi.useRealTimers();
  await issuer.stop();
});

describe('opaque tokens', () => {
  test('are introspected, at most once in five seconds', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const opaque = issuer.verifier();
    issuer.server.answer(json(200, introspected()));
    expect(await opaque.verify(OPAQUE)).toEqual(PRINCIPAL);
    expect(await opaque.verify(OPAQUE)).toEqual(PRINCIPAL);
    expect(issuer.server.requests.map(({ url, body }) => [url, body])).toEqual([
      ['/admin/oauth2/introspect', `token=${OPAQUE}`],
    ]);
    issuer.server.answer(json(200, { active: false }));
    vi.setSystemTime(Date.now() + 5_001);
    await expect(opaque.verify(OPAQUE)).rejects.toMatchObject(REFUSAL);
  });

  test('another machine’s introspection counts for the rest of its five seconds, and no longer', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const kept = new Map<string, string>();
    const store = {
      get: async (key: string) => kept.get(key) ?? null,
      set: async (key: string, value: string) => void kept.set(key, value),
    };
    const shared = sealAnswers(store, 'introspections', Buffer.alloc(32, 1));
    const [one, other] = [issuer.verifier({ shared }), issuer.verifier({ shared })];
    issuer.server.answer(json(200, introspected()));
    await one.verify(OPAQUE);
    issuer.server.answer(json(200, { active: false }));
    vi.setSystemTime(Date.now() + 4_000);
    expect(await other.verify(OPAQUE)).toEqual(PRINCIPAL);
    vi.setSystemTime(Date.now() + 1_000);
    await expect(other.verify(OPAQUE)).rejects.toMatchObject(REFUSAL);
    expect(issuer.server.requests).toHaveLength(2);
  });

  test('the same one at the same moment is introspected once', async () => {
    issuer.server.answer(json(200, introspected()));
    const opaque = issuer.verifier();
    await Promise.all([opaque.verify(OPAQUE), opaque.verify(OPAQUE), opaque.verify(OPAQUE)]);
    expect(issuer.server.requests).toHaveLength(1);
  });

  test('refused ones are not asked for again at once', async () => {
    issuer.server.answer(json(200, { active: false }));
    const opaque = issuer.verifier();
    await expect(opaque.verify(OPAQUE)).rejects.toMatchObject(REFUSAL);
    await expect(opaque.verify(OPAQUE)).rejects.toMatchObject(REFUSAL);
    expect(issuer.server.requests).toHaveLength(1);
  });

  test('a refresh token is no access token', async () => {
    issuer.server.answer(json(200, { ...introspected(), token_use: 'refresh_token' }));
    await expect(issuer.verifier().verify(OPAQUE)).rejects.toMatchObject(REFUSAL);
  });

  test.each(['short', 'with space in it, long', 'x'.repeat(600), 'a.b.c.d.e.f.g.h.i.j.k.l\n'])(
    'what cannot be one costs no call: %j',
    async (text) => {
      await expect(issuer.verifier().verify(text)).rejects.toMatchObject(REFUSAL);
      expect(issuer.server.requests).toHaveLength(0);
    },
  );

  test('Hydra down is 503', async () => {
    issuer.server.answer(json(500, {}));
    await expect(issuer.verifier().verify(OPAQUE)).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });
});
