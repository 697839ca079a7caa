import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { apiAt, ok } from '../harness/http.ts';
import { Network } from '../harness/network.ts';
import { expectProblem } from '../harness/problems.ts';
import { type TcpProxy, startTcpProxy } from '../harness/tcp-proxy.ts';
import { until } from '../harness/until.ts';

/** Before a client of ours gives up, which is after 30 s. */
const ANSWERED_WITHIN = 29_000;

let network: Network;
let agent: Agent;
let proxy: TcpProxy | undefined;
beforeAll(async () => {
  network = await Network.make(inject('run'), 'silent-database');
  if (network.embedded) {
    await network.start();
  } else {
    const url = new URL(network.databaseUrl);
    proxy = await startTcpProxy(url.hostname, Number(url.port));
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    await network.start({ DATABASE_URL: url.href });
  }
  agent = await join(network.apiUrl);
});
afterAll(async () => {
  await network.stop();
  await network.dispose();
  await proxy?.close();
});

/** The database says nothing more, and closes nothing: a host that has gone, a process that hangs. */
async function silence(): Promise<void> {
  if (proxy) proxy.silence();
  else process.kill(await network.pidOf('postgres'), 'SIGSTOP');
}

async function mend(): Promise<void> {
  if (proxy) proxy.mend();
  else process.kill(await network.pidOf('postgres'), 'SIGCONT');
}

describe('while the database says nothing', () => {
  beforeAll(silence);
  afterAll(mend);

  test('health answers at once', async () => {
    const started = performance.now();
    ok(await apiAt(network.apiUrl)('GET /health'));
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('readiness says so after 5 seconds', async () => {
    const answer = await apiAt(network.apiUrl)('GET /health/ready');
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ components: { database: { status: 'error' } } });
  });

  test('whoever needs it is told to come back, and is not left waiting', async () => {
    const started = performance.now();
    const answers = await Promise.all([
      agent.api(`GET /diaries/${agent.diaryId}/entries`),
      agent.api(`POST /diaries/${agent.diaryId}/entries`, { body: { content: 'x' } }),
      apiAt(network.apiUrl)(`GET /agents/${agent.fingerprint}`),
    ]);
    for (const answer of answers) {
      expect(expectProblem(answer, 'SERVICE_UNAVAILABLE').retryAfter).toBeGreaterThan(0);
    }
    expect(performance.now() - started).toBeLessThan(ANSWERED_WITHIN);
  });
});

test('when it speaks again everything works by itself', async () => {
  await until('the API serves again', async () => {
    const { status } = await agent.api(`GET /diaries/${agent.diaryId}/entries`);
    return status === 200;
  });
  const { id } = await agent.client.entries.create(agent.diaryId, { content: 'spoken again' });
  expect((await agent.client.entries.get(id)).content).toBe('spoken again');
});
