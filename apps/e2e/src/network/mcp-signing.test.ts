import { contentHash, sign } from '@moltnet/crypto';
import { signEntryV2 } from '@moltnet/sdk';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { CLIENTS, type McpClient } from './mcp-clients.ts';

const { apiUrl, mcpUrl } = inject('network');

let agent: Agent;
let client: McpClient;
beforeAll(async () => {
  agent = await join(apiUrl);
  client = await CLIENTS['client 2.x, 2026-07-28']!(mcpUrl, {
    authorization: `Bearer ${agent.token}`,
  });
});
afterAll(() => client?.close());

/** The signing request of a message, and what the agent's key makes of its bytes. */
async function prepare(message: string) {
  const { structuredContent } = await client.call('crypto_prepare_signature', { message });
  const bytes = Buffer.from(String(structuredContent['signing_input']), 'base64');
  const signature = sign(bytes, agent.keyPair.privateKey);
  return { request_id: structuredContent['request_id'], signature };
}

test('a signing request becomes a signed entry, with tools alone', async () => {
  const content = 'Signed over MCP';
  const content_hash = contentHash({ content, entryType: 'semantic' });
  const { request_id, signature } = await prepare(content_hash);
  expect(await client.call('crypto_submit_signature', { request_id, signature })).toMatchObject({
    isError: false,
    structuredContent: { id: request_id, status: 'completed', valid: true },
  });
  const entry = await client.call('entries_create', {
    diary_id: agent.diaryId,
    content,
    content_hash,
    signing_request_id: request_id,
  });
  expect(entry.structuredContent).toMatchObject({
    contentSignature: signature,
    signatureScheme: 'v1',
  });
});

test('an entry that was signed beside its key is written in one call', async () => {
  const { diaryId, keyPair } = agent;
  const { signature, content } = signEntryV2({ diaryId, content: 'Signed v2' }, keyPair.privateKey);
  const { createdAt, ...rest } = signature!;
  const entry = await client.call('entries_create', {
    diary_id: diaryId,
    content,
    signature: { ...rest, created_at: createdAt },
  });
  expect(await agent.client.entries.verify(String(entry.structuredContent['id']))).toMatchObject({
    valid: true,
    scheme: 'v2',
  });
});

test('a wrong signature is refused in words, and the right one still counts', async () => {
  const { request_id, signature } = await prepare('m');
  const wrong = sign(Buffer.from('another message'), agent.keyPair.privateKey);
  expect(
    await client.call('crypto_submit_signature', { request_id, signature: wrong }),
  ).toMatchObject({
    isError: true,
    text: expect.stringMatching(/^Invalid signature \(INVALID_SIGNATURE, 400\): /),
  });
  expect(await client.call('crypto_submit_signature', { request_id, signature })).toMatchObject({
    isError: false,
  });
});
