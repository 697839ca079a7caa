import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { json } from '../../test/scripted-server.ts';
import { introspected, REFUSAL, TokenIssuer } from '../../test/token-issuer.ts';

let issuer: TokenIssuer;
beforeEach(async () => {
  issuer = await TokenIssuer.start();
});
afterEach(async () => {
  vi.useRealTimers();
  await issuer.stop();
});

describe('tokens for people', () => {
  const HUMAN = '018f0000-0000-7000-8000-00000000000b';
  const ofPerson = { 'moltnet:identity_id': HUMAN, 'moltnet:subject_type': 'human' };
  const human = { kind: 'human', identityId: HUMAN, clientId: 'client-1' };

  /** Hydra gives out keys and says whether the token is live. */
  const answerWhile = (isLive: () => boolean) =>
    issuer.server.answer((response, request) => {
      const keysOrToken = request.url.endsWith('jwks.json')
        ? { keys: issuer.keys }
        : { ...introspected(), ext: ofPerson, active: isLive() };
      json(200, keysOrToken)(response, request);
    });

  test.each<[string, string[], string[]]>([
    ['what they consented to', ['diary:read'], ['diary:read']],
    ['nothing of what only agents may do', ['crypto:sign', 'key:manage'], []],
    ['their profile for an agent’s', ['agent:profile'], ['human:profile']],
    ['no scope that nobody knows', ['root', 'offline'], []],
  ])('carry %s', async (_, scp, scopes) => {
    answerWhile(() => true);
    const jwt = await issuer.token({ ext: ofPerson, scp });
    // What ends agents' tokens does not end theirs.
    const found = await issuer.verifier({ admits: async () => false }).verify(jwt);
    expect(found).toEqual({ ...human, scopes });
  });

  test('are asked about every five seconds, because a consent can end; refused ones are kept', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    let isLive = true;
    answerWhile(() => isLive);
    const warm = issuer.verifier();
    const jwt = await issuer.token({ ext: ofPerson });
    await warm.verify(jwt);
    isLive = false;
    expect(await warm.verify(jwt)).toMatchObject(human);
    vi.setSystemTime(Date.now() + 5_001);
    await expect(warm.verify(jwt)).rejects.toMatchObject(REFUSAL);
    const asked = issuer.server.requests.length;
    await expect(warm.verify(jwt)).rejects.toMatchObject(REFUSAL);
    expect(issuer.server.requests.length).toBe(asked);
  });
});
