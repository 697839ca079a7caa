import { beforeEach, describe, expect, test } from 'vitest';
import { type SealedAnswers, sealAnswers, type SharedAnswers } from './sealed-answers.ts';

const kept = new Map<string, string>();
const shared: SharedAnswers = {
  get: async (key) => kept.get(key) ?? null,
  set: async (key, value) => void kept.set(key, value),
};
const secret = Buffer.alloc(32, 1);
const credential = 'client:the-secret';
const answer = { access_token: 'the-token', expires_in: 3600 };

let answers: SealedAnswers;
beforeEach(async () => {
  kept.clear();
  answers = sealAnswers(shared, 'tokens', secret);
  await answers.keep(credential, answer, 1_000);
});

test('a machine with the same secret opens it with the same credential', async () => {
  expect(await sealAnswers(shared, 'tokens', secret).find(credential)).toEqual(answer);
});

test('what is kept holds neither the credential nor the answer, and is never the same twice', async () => {
  const before = [...kept];
  for (const [name, sealed] of before) {
    for (const text of [name, sealed, Buffer.from(sealed, 'base64url').toString('latin1')]) {
      expect(text).not.toMatch(/the-secret|the-token|access_token|client/);
    }
  }
  await answers.keep(credential, answer, 1_000);
  expect([...kept.keys()]).toEqual(before.map(([name]) => name));
  expect([...kept.values()]).not.toEqual(before.map(([, sealed]) => sealed));
});

describe('nothing is found', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['for another credential', () => answers.find('client:another')],
    ['for no credential', () => answers.find('')],
    [
      'with another secret',
      () => sealAnswers(shared, 'tokens', Buffer.alloc(32, 2)).find(credential),
    ],
    ['for another purpose', () => sealAnswers(shared, 'introspection', secret).find(credential)],
  ])('%s', async (_, find) => {
    expect(await find()).toBeNull();
  });

  test.each<[string, (sealed: string) => string]>([
    ['empty', () => ''],
    ['short', (sealed) => sealed.slice(0, 20)],
    ['cut', (sealed) => sealed.slice(0, -4)],
    ['no base64', () => 'š'.repeat(100)],
    ['endless', (sealed) => sealed.repeat(1_000)],
    ['changed', (sealed) => (sealed.startsWith('A') ? 'B' : 'A') + sealed.slice(1)],
  ])('where what is kept is %s', async (_, change) => {
    for (const [name, sealed] of kept) kept.set(name, change(sealed));
    expect(await answers.find(credential)).toBeNull();
  });

  test('where an answer was put in the place of another', async () => {
    await answers.keep('client:another', { access_token: 'foreign' }, 1_000);
    const [first, second] = [...kept.keys()] as [string, string];
    kept.set(first, kept.get(second) as string);
    expect(await answers.find(credential)).toBeNull();
  });
});

test('what is too long is not kept', async () => {
  await answers.keep('long', 'x'.repeat(30_000), 1_000);
  expect(kept.size).toBe(1);
});
