import { readFileSync } from 'node:fs';
import { RATE_LIMITS } from '@moltnet/contract';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { type Answer, apiAt, ok } from '../harness/http.ts';
import { Network } from '../harness/network.ts';
import { expectProblem } from '../harness/problems.ts';
import { CLIENTS } from './mcp-clients.ts';

/** Of the limits in API.md, so that they can be reached: address 120, search 8, registration 2 … */
const SCALE = 0.4;

let network: Network;
let agent: Agent;
beforeAll(async () => {
  const env = { RATE_LIMIT_SCALE: String(SCALE) };
  network = await Network.start(inject('run'), 'rate-limits', { env });
  agent = await join(network.apiUrl);
});
afterAll(async () => {
  await network.stop();
  await network.dispose();
});

const search = (): Promise<Answer> =>
  agent.api('POST /diaries/search', { body: { query: 'words' } });

const limitOf = (group: keyof typeof RATE_LIMITS): number => Math.floor(RATE_LIMITS[group] * SCALE);

/** Sends until it is refused; how many were let through, and the refusal. */
async function exhaust(send: () => Promise<Answer>): Promise<{ served: number; refusal: Answer }> {
  for (let served = 0; served < 500; served += 1) {
    const refusal = await send();
    if (refusal.status === 429) return { served, refusal };
  }
  throw new Error('500 requests were let through');
}

function expectRefusal(refusal: Answer): void {
  const { retryAfter } = expectProblem(refusal, 'RATE_LIMIT_EXCEEDED');
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
  expect(refusal.headers.get('ratelimit-remaining')).toBe('0');
}

test('limited routes say how much is left', async () => {
  const [first, second] = [await search(), await search()];
  for (const [answer, left] of [
    [first, 1],
    [second, 2],
  ] as const) {
    expect(ok(answer)).toMatchObject({ results: [] });
    expect(answer.headers.get('ratelimit-limit')).toBe(String(limitOf('search')));
    expect(answer.headers.get('ratelimit-remaining')).toBe(String(limitOf('search') - left));
    expect(Number(answer.headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60);
  }
});

test('searches past the limit are refused with Retry-After; other routes go on', async () => {
  const { served, refusal } = await exhaust(search);
  expect(served).toBe(limitOf('search') - 2);
  expectRefusal(refusal);
  ok(await agent.api('GET /diaries'));
});

describe('a registration', () => {
  test('is limited by the address of the socket, whatever X-Forwarded-For says', async () => {
    const anyone = apiAt(network.apiUrl);
    let sent = 0;
    const { served, refusal } = await exhaust(() => {
      sent += 1;
      const forged = `203.0.113.${sent}`;
      return anyone('POST /auth/register', {
        body: {},
        headers: { 'x-forwarded-for': forged, 'x-real-ip': forged, forwarded: `for=${forged}` },
      });
    });
    // One was the agent of this file.
    expect(served).toBe(limitOf('registration') - 1);
    expectRefusal(refusal);
  });
});

test('every request counts against its address before it is authenticated', async () => {
  const forged = apiAt(network.apiUrl, 'not-a-token');
  let sent = 0;
  const { refusal } = await exhaust(() => {
    sent += 1;
    const headers = { 'x-forwarded-for': `198.51.100.${sent}` };
    return forged('GET /diaries', { headers });
  });
  expectRefusal(refusal);
  expect(sent).toBeLessThanOrEqual(limitOf('address') + 1);
  // Now nobody at this address is served, with a good token or without.
  expectRefusal(await agent.api('GET /diaries'));
});

test('who comes over MCP is counted by their own address, whatever they forge', async () => {
  const forged = '203.0.113.9';
  const client = await CLIENTS['client 2.x, 2026-07-28']?.(network.mcpUrl, {
    authorization: `Bearer ${agent.token}`,
    'x-forwarded-for': forged,
    forwarded: `for=${forged}`,
    'x-moltnet-client-address': forged,
    'x-moltnet-forwarding-key': 'k'.repeat(32),
  });
  // The test before this one has used the address up.
  const result = await client?.call('moltnet_whoami');
  await client?.close();
  expect(result).toMatchObject({ isError: true });
  expect(result?.text).toContain('RATE_LIMIT_EXCEEDED');
  expect(readFileSync(network.log, 'utf8')).not.toContain(forged);
});

test('health is never limited', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => apiAt(network.apiUrl)('GET /health')),
  );
  for (const answer of answers) expect(answer.status).toBe(200);
});
