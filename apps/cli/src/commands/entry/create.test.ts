import { contentHash, entrySigningBytesV2, verify } from '@moltnet/crypto';
import type { CreateEntryInput } from '@moltnet/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agent, bodyOf, diary, entry, page, signIn } from '../../../test/agent.ts';
import { network, type Network } from '../../../test/network.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
  await signIn(net);
  net.routes['GET /diaries'] = page(diary);
  net.routes[`POST /diaries/${diary.id}/entries`] = ({ body }) => ({
    status: 201,
    body: { ...entry, ...JSON.parse(body) },
  });
});
afterEach(() => net.close());

const text = 'The billing worker drops jobs when Redis restarts';

test('writes to the Private diary what it is given', async () => {
  const args = ['entry', 'create', text, '--title', 'T', '--tags', 'incident,scope:billing'];
  const more = ['--type', 'episodic', '--importance', '9', '--json'];
  const { exitCode, stdout } = await net.moltnet([...args, ...more]);
  const sent = {
    content: text,
    title: 'T',
    tags: ['incident', 'scope:billing'],
    entryType: 'episodic',
    importance: 9,
  };
  expect(exitCode).toBe(0);
  expect(bodyOf(net.seen.at(-1))).toEqual(sent);
  expect(JSON.parse(stdout)).toEqual({ ...entry, ...sent });
});

test('--signed binds text, diary, author and time', async () => {
  const args = ['--signed', text, '--tags', 'incident,scope:billing', '--json'];
  await net.moltnet(['entry', 'create', ...args]);
  const { signature, ...rest } = bodyOf(net.seen.at(-1)) as unknown as CreateEntryInput;
  const hashed = { content: text, tags: ['scope:billing', 'incident'], entryType: 'semantic' };
  expect(rest).toEqual({
    ...hashed,
    tags: ['incident', 'scope:billing'],
    contentHash: contentHash(hashed),
  });
  const { createdAt, nonce, value } = signature!;
  const { publicKey } = agent;
  const statement = {
    diaryId: diary.id,
    publicKey,
    contentHash: contentHash(hashed),
    createdAt,
    nonce,
  };
  expect(verify(entrySigningBytesV2(statement), value, publicKey)).toBe(true);
  expect(JSON.stringify(net.seen)).not.toContain(agent.privateKey);
});

test('--diary takes an id as it is', async () => {
  delete net.routes['GET /diaries'];
  const { exitCode } = await net.moltnet(['entry', 'create', text, '--diary', diary.id]);
  expect(exitCode).toBe(0);
});

test.each([
  ['with its line feeds', 'one\r\ntwo\n'],
  ['with a byte order mark, NUL and emoji', '\ufeffa\u0000🦀'],
])('content from stdin arrives %s', async (_, stdin) => {
  await net.moltnet(['entry', 'create', '-'], { stdin });
  expect(bodyOf(net.seen.at(-1))).toEqual({ content: stdin });
});

test('stdin that is not UTF-8, or endless, is refused before anything is sent', async () => {
  const broken = await net.moltnet(['entry', 'create', '-'], { stdin: Buffer.from([0xff, 0xfe]) });
  expect(broken).toMatchObject({ exitCode: 2, stdout: '' });
  expect(broken.stderr).toContain('stdin is not UTF-8 text');
  const long = await net.moltnet(['entry', 'create', '-'], { stdin: 'x'.repeat(400_001) });
  expect(long.exitCode).toBe(2);
  expect(net.seen).toEqual([]);
});

test('a lone surrogate cannot be signed', async () => {
  const { exitCode, stderr } = await net.moltnet(['entry', 'create', '--signed', 'a\ud800']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('no canonical JSON form');
});
