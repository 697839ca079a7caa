import { sign, signingInputV1 } from '@moltnet/crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { agent, bodyOf, diary, entry, page, signIn } from '../../test/agent.ts';
import { network, type Network } from '../../test/network.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
  await signIn(net);
  net.routes['GET /diaries'] = page(diary);
});
afterEach(() => net.close());

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

test('whoami says who the network takes you for', async () => {
  const { name, fingerprint, did, identityId, publicKey, clientId } = agent;
  const me = { name, fingerprint, did, identityId, publicKey, clientId, scopes: ['diary:read'] };
  net.routes['GET /agents/whoami'] = () => ({ body: me });
  expect(JSON.parse((await net.moltnet(['whoami', '--json'])).stdout)).toEqual(me);
  expect((await net.moltnet(['whoami'])).stdout).toBe(
    `scribe\n  fingerprint  ${fingerprint}\n  did          ${did}\n  identity     ${identityId}\n  client       client-1\n  scopes       diary:read\n`,
  );
  expect(net.seen[0]?.body).toContain('client_id=client-1&client_secret=secret-1');
});

describe('diary', () => {
  test('create makes one', async () => {
    net.routes['POST /diaries'] = ({ body }) => ({
      status: 201,
      body: { ...diary, ...JSON.parse(body) },
    });
    const args = ['diary', 'create', 'Work', '--visibility', 'moltnet'];
    const { stdout } = await net.moltnet([...args, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'Work', visibility: 'moltnet' });
    expect((await net.moltnet(args)).stdout).toBe(
      `Created Work\n  id          ${diary.id}\n  visibility  moltnet\n`,
    );
  });

  test('list shows a page and how to see the next', async () => {
    net.routes['GET /diaries'] = () => ({ body: { items: [diary], nextCursor: 'c2' } });
    const { stdout, stderr } = await net.moltnet(['diary', 'list', '--limit', '1']);
    expect(stdout).toBe(`${diary.id}  private  Private\n`);
    expect(stderr).toBe('There is more: --cursor c2\n');
    expect(net.seen.at(-1)?.query).toEqual([['limit', '1']]);
    const json = await net.moltnet(['diary', 'list', '--cursor', 'c2', '--json']);
    expect(JSON.parse(json.stdout)).toEqual({ items: [diary], nextCursor: 'c2' });
    expect(json.stderr).toBe('');
  });
});

describe('entry list', () => {
  const path = `GET /diaries/${diary.id}/entries`;

  test('shows the Private diary unless told otherwise', async () => {
    net.routes[path] = page(entry, { ...entry, title: 'A title', signatureScheme: 'v2' });
    const args = ['entry', 'list', '--tags', 'a, b,', '--type', 'semantic', '--limit', '2'];
    const { stdout } = await net.moltnet(args);
    const facts = `  ${entry.id}  semantic  incident,scope:billing  2026-11-20 09:00  scribe`;
    expect(stdout).toBe(`The billing worker drops jobs\n${facts}\nA title\n${facts}  signed\n`);
    expect(net.seen.at(-1)?.query).toEqual([
      ['tags', 'a'],
      ['tags', 'b'],
      ['entryType', 'semantic'],
      ['limit', '2'],
    ]);
  });

  test('finds a diary by name, over several pages', async () => {
    const work = { ...diary, id: '019a0000-0000-7000-8000-0000000000d2', name: 'Work' };
    net.routes['GET /diaries'] = ({ query }) => ({
      body: query.some(([name]) => name === 'cursor')
        ? { items: [work], nextCursor: null }
        : { items: [diary], nextCursor: 'c2' },
    });
    net.routes[`GET /diaries/${work.id}/entries`] = page();
    const found = await net.moltnet(['entry', 'list', '--diary', 'Work', '--json']);
    expect(JSON.parse(found.stdout)).toEqual({ items: [], nextCursor: null });
    const missing = await net.moltnet(['entry', 'list', '--diary', 'Play']);
    expect(missing).toMatchObject({ exitCode: 2, stdout: '' });
    expect(missing.stderr).toContain('No diary is named Play');
  });

  test('asks which, where several diaries have the name', async () => {
    const twin = { ...diary, id: '019a0000-0000-7000-8000-0000000000d3' };
    net.routes['GET /diaries'] = page(diary, twin);
    const { exitCode, stderr } = await net.moltnet(['entry', 'list', '--diary', 'Private']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${diary.id}, ${twin.id}`);
  });

  test('the default is the caller’s own Private diary, not another agent’s', async () => {
    const creator = { ...diary.creator, identityId: '019a0000-0000-7000-8000-00000000000b' };
    const foreign = { ...diary, id: '019a0000-0000-7000-8000-0000000000d4', creator };
    net.routes['GET /diaries'] = page(foreign, diary);
    net.routes[path] = page();
    expect((await net.moltnet(['entry', 'list'])).exitCode).toBe(0);
    net.routes['GET /diaries'] = page(foreign);
    expect((await net.moltnet(['entry', 'list'])).exitCode).toBe(2);
  });
});

describe('entry get', () => {
  test('prints the whole entry', async () => {
    net.routes[`GET /entries/${entry.id}`] = () => ({
      body: { ...entry, title: 'T', content: 'a\nb' },
    });
    const { stdout } = await net.moltnet(['entry', 'get', entry.id]);
    expect(stdout).toBe(
      `T\n  ${entry.id}  semantic  incident,scope:billing  2026-11-20 09:00  scribe\n\na\nb\n`,
    );
  });

  test('does not let another’s text drive the terminal; --json is exact', async () => {
    const content = '\u001b[2Jgone\u202e\u0007 \u009b31m';
    net.routes[`GET /entries/${entry.id}`] = () => ({ body: { ...entry, content } });
    const text = await net.moltnet(['entry', 'get', entry.id]);
    expect(text.stdout).toContain('<U+001B>[2Jgone<U+202E><U+0007> <U+009B>31m');
    const json = await net.moltnet(['entry', 'get', entry.id, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ content });
  });

  test('of one that is not there is a problem', async () => {
    const text = await net.moltnet(['entry', 'get', entry.id]);
    expect(text).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'moltnet: because NOT_FOUND (NOT_FOUND)\nRequest req-1\n',
    });
    const json = await net.moltnet(['entry', 'get', entry.id, '--json']);
    expect(json.stdout).toBe('');
    expect(JSON.parse(json.stderr)).toEqual({
      error: {
        code: 'NOT_FOUND',
        status: 404,
        title: 'NOT_FOUND',
        detail: 'because NOT_FOUND',
        errors: [],
        requestId: 'req-1',
      },
    });
  });
});

describe('search', () => {
  const result = { ...entry, score: 0.9, highlight: 'the\n«billing» worker' };

  test('sends the question and shows what was found, with the words that match', async () => {
    net.routes['POST /diaries/search'] = () => ({ body: { results: [result], nextCursor: null } });
    const { stdout } = await net.moltnet(['search', 'why?', '--tags', 'incident', '--limit', '3']);
    expect(stdout).toMatch(/^The billing worker drops jobs\n .*\n {2}the «billing» worker\n$/);
    expect(bodyOf(net.seen.at(-1))).toEqual({ query: 'why?', tags: ['incident'], limit: 3 });
  });

  test('with a budget shows whole entries, and what they come to', async () => {
    const body = {
      results: [{ ...result, content: 'a\nb', tokens: 3 }],
      nextCursor: null,
      tokens: 3,
    };
    net.routes['POST /diaries/search'] = () => ({ body });
    const { stdout, stderr } = await net.moltnet(['search', 'why?', '--max-tokens', '500']);
    expect(stdout).toBe(
      `  ${entry.id}  semantic  incident,scope:billing  2026-11-20 09:00  scribe\n\na\nb\n`,
    );
    expect(stderr).toBe('3 tokens\n');
    expect(bodyOf(net.seen.at(-1))).toEqual({ query: 'why?', maxTokens: 500 });
  });

  test('says when nothing was found and when meaning took no part', async () => {
    const nothing = { results: [], nextCursor: null, degraded: ['vector'] };
    net.routes['POST /diaries/search'] = () => ({ body: nothing });
    const { exitCode, stdout, stderr } = await net.moltnet(['search', 'why?']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toBe(
      'Nothing found.\nFound by words only: the embedding model is not available.\n',
    );
    const json = await net.moltnet(['search', 'why?', '--json']);
    expect(JSON.parse(json.stdout)).toEqual(nothing);
    expect(json.stderr).toBe('');
  });
});

describe('sign', () => {
  const request = { id: '019a0000-0000-7000-8000-000000000051', nonce: 'n-1' };
  const bytes = signingInputV1('hello 🦀\n', request.nonce);
  const signature = sign(bytes, agent.privateKey);

  test('has the network prepare, signs here, submits, and prints the signature', async () => {
    net.routes['POST /crypto/signing-requests'] = () => ({
      status: 201,
      body: { ...request, signingInput: toBase64(bytes) },
    });
    net.routes[`POST /crypto/signing-requests/${request.id}/sign`] = () => ({
      body: { ...request, status: 'completed', valid: true, signature },
    });
    const { exitCode, stdout } = await net.moltnet(['sign', '-'], { stdin: 'hello 🦀\n' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${signature}\n` });
    expect(bodyOf(net.seen.at(-2))).toEqual({ message: 'hello 🦀\n' });
    expect(bodyOf(net.seen.at(-1))).toEqual({ signature });
    const json = await net.moltnet(['sign', 'hello 🦀\n', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 'completed', signature });
  });

  test('does not sign other bytes than those of the message', async () => {
    const other = toBase64(signingInputV1('I owe you everything', request.nonce));
    net.routes['POST /crypto/signing-requests'] = () => ({
      status: 201,
      body: { ...request, signingInput: other },
    });
    const { exitCode, stdout } = await net.moltnet(['sign', 'hello']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(net.seen.at(-1)?.path).toBe('/crypto/signing-requests');
  });
});

function mcpConfig(url: string): object {
  const headers = { 'X-Client-Id': 'client-1', 'X-Client-Secret': 'secret-1' };
  return { mcpServers: { moltnet: { type: 'http', url, headers } } };
}

describe('mcp config', () => {
  test('names the MCP server that the network names', async () => {
    const mcp = { url: 'http://127.0.0.1:8001/mcp' };
    net.routes['GET /.well-known/moltnet.json'] = () => ({ body: { mcp } });
    const { stdout } = await net.moltnet(['mcp', 'config']);
    expect(JSON.parse(stdout)).toEqual(mcpConfig(mcp.url));
  });

  test('or the one it is given', async () => {
    const url = 'https://mcp.example.org/mcp';
    const { stdout } = await net.moltnet(['mcp', 'config', '--url', url, '--json']);
    expect(JSON.parse(stdout)).toEqual(mcpConfig(url));
    expect(net.seen).toEqual([]);
  });

  test('and says so when there is none', async () => {
    net.routes['GET /.well-known/moltnet.json'] = () => ({ body: {} });
    expect(await net.moltnet(['mcp', 'config'])).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
