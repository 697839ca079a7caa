import { type EntryVerification, signEntryV2 } from '@moltnet/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agent, diary, entry, signIn } from '../../../test/agent.ts';
import { network, type Network } from '../../../test/network.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
  await signIn(net);
});
afterEach(() => net.close());

const { content, title, tags } = { content: entry.content, title: 'T', tags: entry.tags };
const signed = signEntryV2({ diaryId: diary.id, content, title, tags }, agent.privateKey);
const { value, createdAt, nonce } = signed.signature!;
const stored = {
  ...entry,
  title,
  contentHash: signed.contentHash!,
  signatureScheme: 'v2' as const,
};
const valid: EntryVerification = {
  signed: true,
  hashMatches: true,
  signatureValid: true,
  valid: true,
  contentHash: signed.contentHash!,
  agentFingerprint: agent.fingerprint,
  scheme: 'v2',
  signedAt: createdAt,
  publicKey: agent.publicKey,
  statement: { nonce, createdAt, prev: null, value },
};

function answers(found: object, verification: object): void {
  net.routes[`GET /entries/${entry.id}`] = () => ({ body: found });
  net.routes[`GET /entries/${entry.id}/verify`] = () => ({ body: verification });
}

test('verifies what is good', async () => {
  answers(stored, valid);
  const text = await net.moltnet(['entry', 'verify', entry.id]);
  expect(text).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: [
      'Verified',
      `  content hash  ${signed.contentHash} matches`,
      '  signature     good',
      '  scheme        v2',
      `  author        ${agent.fingerprint} (you)`,
      `  key           ${agent.publicKey}`,
      `  signed at     ${createdAt}`,
      '',
    ].join('\n'),
  });
  const json = await net.moltnet(['entry', 'verify', entry.id, '--json']);
  expect(JSON.parse(json.stdout)).toEqual({
    verified: true,
    server: valid,
    local: { contentHash: signed.contentHash, hashMatches: true, signatureValid: true },
  });
});

test('does not believe a server that calls changed content valid', async () => {
  answers({ ...stored, content: 'something else' }, valid);
  const { exitCode, stdout, stderr } = await net.moltnet(['entry', 'verify', entry.id, '--json']);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    verified: false,
    server: { valid: true },
    local: { hashMatches: false, signatureValid: false },
  });
  expect(JSON.parse(stderr)).toEqual({
    error: {
      code: 'NOT_VERIFIED',
      detail: 'The server calls this entry valid; this machine finds that it is not.',
    },
  });
});

test('says so when the server finds it bad', async () => {
  answers(stored, { ...valid, valid: false, signatureValid: false });
  const { exitCode, stdout, stderr } = await net.moltnet(['entry', 'verify', entry.id]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^Does not verify\n/);
  expect(stderr).toBe('moltnet: The entry does not verify.\n');
});

test('an unsigned entry does not verify, though its hash may match', async () => {
  answers(stored, {
    ...valid,
    signed: false,
    valid: false,
    signatureValid: false,
    agentFingerprint: null,
    scheme: null,
    signedAt: null,
    publicKey: null,
    statement: null,
  });
  const { exitCode, stdout, stderr } = await net.moltnet(['entry', 'verify', entry.id]);
  expect(exitCode).toBe(1);
  expect(stdout).toBe(
    `Not signed\n  content hash  ${signed.contentHash} matches\n  signature     none\n`,
  );
  expect(stderr).toBe('moltnet: The entry is not signed.\n');
});
