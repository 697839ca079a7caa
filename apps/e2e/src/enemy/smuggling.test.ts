import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { apiAt, ok } from '../harness/http.ts';

const network = inject('network');
const { host, hostname, port } = new URL(network.apiUrl);

let agent: Agent;
beforeAll(async () => {
  agent = await join(network.apiUrl);
});

/** Sends bytes as they are and reads until the server hangs up. */
async function raw(lines: readonly string[], body = ''): Promise<string> {
  const socket = connect(Number(port), hostname);
  socket.setTimeout(10_000, () => socket.destroy(new Error('the server did not hang up')));
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString();
  });
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  await once(socket, 'close');
  return answer;
}

const statusesOf = (answers: string): number[] =>
  [...answers.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));

const inside = 'GET /diaries HTTP/1.1\r\nHost: x\r\n\r\n';

describe('a request whose length can be read in two ways is refused and not followed by another', () => {
  test.each([
    ['two lengths', ['Content-Length: 0', `Content-Length: ${inside.length}`]],
    ['a length and chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked']],
    ['chunks named twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity']],
    ['a length with a sign', ['Content-Length: +0']],
    ['a length as a list', ['Content-Length: 0, 0']],
    ['a folded header', ['X-Folded: a', ' Content-Length: 0']],
    ['a space before the colon', ['Content-Length : 0']],
    ['a bare line feed in a header', ['X-Split: a\nContent-Length: 0']],
  ])('%s', async (_, headers) => {
    const answers = await raw(
      ['POST /diaries HTTP/1.1', `Host: ${host}`, 'Content-Type: application/json', ...headers],
      inside,
    );
    expect(statusesOf(answers)).toEqual([400]);
  });
});

describe('a header that may come once', () => {
  const close = ['Connection: close'];
  const bearer = `Authorization: Bearer ${'{token}'}`;
  test.each([
    ['two teams', 400, [bearer, 'x-moltnet-team-id: {team}', 'x-moltnet-team-id: {team}']],
    ['a token and a forged one', 401, [bearer, 'Authorization: Bearer forged']],
    ['a forged token and a good one', 401, ['Authorization: Bearer forged', bearer]],
  ])('%s: %i', async (_, status, headers) => {
    const filled = headers.map((header) =>
      header.replace('{token}', agent.token).replace('{team}', agent.teamId),
    );
    const answers = await raw(['GET /diaries HTTP/1.1', `Host: ${host}`, ...filled, ...close]);
    expect(statusesOf(answers)).toEqual([status]);
  });

  test('two lengths of a webhook key are two keys', async () => {
    const answers = await raw(
      [
        'POST /hooks/hydra/token-exchange HTTP/1.1',
        `Host: ${host}`,
        'X-Ory-Api-Key: a',
        'X-Ory-Api-Key: b',
        'Content-Type: application/json',
        'Content-Length: 2',
        ...close,
      ],
      '{}',
    );
    expect(statusesOf(answers)).toEqual([401]);
  });
});

test.each([
  ['X-Original-URL', '/agents/whoami'],
  ['X-Rewrite-URL', '/agents/whoami'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['X-Forwarded-Host', 'evil.example'],
])('%s changes nothing', async (name, value) => {
  const api = apiAt(network.apiUrl);
  const [plain, disguised] = await Promise.all([
    api('GET /.well-known/moltnet.json'),
    api('GET /.well-known/moltnet.json', { headers: { [name]: value } }),
  ]);
  expect(ok(disguised)).toEqual(ok(plain));
});

test.each([
  '/diaries/../agents/whoami',
  '/diaries/%2e%2e/agents/whoami',
  '//diaries',
  '/diaries;a=b',
  '/Diaries',
  '/diaries%00',
  '/diaries%2f',
  '/health/..%2fdiaries',
])('%s is no way round authentication', async (path) => {
  const answers = await raw([`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close']);
  expect([[400], [401], [404]]).toContainEqual(statusesOf(answers));
});
