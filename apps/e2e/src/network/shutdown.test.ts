import { once } from 'node:events';
import { request } from 'node:http';
import type { Entry } from '@moltnet/contract';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { Network } from '../harness/network.ts';
import { until } from '../harness/until.ts';

let network: Network;
let agent: Agent;
beforeAll(async () => {
  network = await Network.start(inject('run'), 'shutdown');
  agent = await join(network.apiUrl);
});
afterAll(async () => {
  await network.dispose();
});

test('Ctrl-C finishes what is in flight, and the next start has it', async () => {
  const body = JSON.stringify({ content: 'sent while it was stopping' });
  const upload = request(`${network.apiUrl}/diaries/${agent.diaryId}/entries`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${agent.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  });
  // The server has taken the request in: it is in flight.
  upload.flushHeaders();
  await once(upload, 'continue');
  upload.write(body.slice(0, 5));

  const stopping = network.stop();
  await until('new connections are refused', () => refusesConnections());
  upload.end(body.slice(5));
  const [response] = await once(upload, 'response');
  expect(response.statusCode).toBe(201);
  const text = (await response.setEncoding('utf8').toArray()).join('');
  await stopping;

  await network.start();
  const entry = await agent.client.entries.get((JSON.parse(text) as Entry).id);
  expect(entry.content).toBe('sent while it was stopping');
  await network.stop();
});

async function refusesConnections(): Promise<boolean> {
  try {
    await fetch(`${network.apiUrl}/health`, { headers: { connection: 'close' } });
    return false;
  } catch {
    return true;
  }
}
