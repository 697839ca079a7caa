import { generateKeyPair } from '@moltnet/crypto/node';
import { createMoltNetClient } from '@moltnet/sdk';

import type { Bench } from '../bench.ts';
import { summarise } from '../measure/summarise.ts';
import type { OryCall } from '../network/ory-proxy.ts';

const WARM_UP = 5;

/**
 * What access costs: a read whose permission is not known yet, beside its call of Keto, and a
 * registration, beside the calls of Ory that it makes. One after the other, so that each call belongs
 * to one request.
 */
export async function benchAccess(bench: Bench): Promise<void> {
  await benchColdPermission(bench);
  await benchRegistration(bench);
}

async function benchColdPermission(bench: Bench): Promise<void> {
  const { options, network, api, add, addFigure, say } = bench;
  say('reading entries, permissions cold');
  const ids: string[] = [];
  for (let index = 0; index < options.slowOperations; index += 1) {
    const diary = await api.send(
      'POST',
      '/diaries',
      201,
      JSON.stringify({ name: `cold ${index}` }),
    );
    const { id } = JSON.parse(diary) as { id: string };
    const content = JSON.stringify({ content: `of diary ${index}` });
    const entry = await api.send('POST', `/diaries/${id}/entries`, 201, content);
    ids.push((JSON.parse(entry) as { id: string }).id);
  }
  // A new process knows no permission; the token and the connections are warmed before the clock.
  await network.startApi(undefined);
  for (let run = 0; run < WARM_UP; run += 1) await api.send('GET', '/agents/whoami', 200);
  network.takeOryCalls();
  const { times, calls } = await inTurn(bench, ids.length, (run) =>
    api.send('GET', `/entries/${ids[run]}`, 200),
  );
  const checks = calls.flat().filter(({ path }) => path.startsWith('/relation-tuples'));
  add({
    scenario: 'read one entry, permission cold',
    measured: summary(times),
    raw: { engine: 'its call of Keto', measured: summary(checks.map((c) => c.milliseconds)) },
  });
  const each = calls.map((of) => of.length);
  addFigure({
    name: 'calls of Ory for a read with a cold permission, at most',
    value: Math.max(...each),
    unit: 'call',
    bar: {
      text: 'exactly 1, to Keto',
      met: each.every((n) => n === 1) && checks.length === ids.length,
    },
  });
}

async function benchRegistration(bench: Bench): Promise<void> {
  const { options, network, add, say } = bench;
  say('registering agents');
  const stranger = createMoltNetClient({ baseUrl: network.apiUrl });
  const register = () => stranger.register({ keyPair: generateKeyPair(), name: 'bench' });
  for (let run = 0; run < WARM_UP; run += 1) await register();
  network.takeOryCalls();
  const { times, calls } = await inTurn(bench, Math.ceil(options.slowOperations / 2), register);
  const sums = calls.map((of) => of.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  add({
    scenario: `register an agent (${median(calls.map((of) => of.length))} calls of Ory)`,
    measured: summary(times),
    raw: { engine: 'its calls of Ory, summed', measured: summary(sums) },
  });
}

/** Runs it again and again, alone, and says how long each run took and what it asked of Ory. */
async function inTurn(
  { options, network }: Bench,
  runs: number,
  operation: (run: number) => Promise<unknown>,
): Promise<{ times: number[]; calls: OryCall[][] }> {
  const times: number[] = [];
  const calls: OryCall[][] = [];
  const deadline = performance.now() + options.seconds * 1000;
  for (let run = 0; run < runs && performance.now() < deadline; run += 1) {
    const begun = performance.now();
    await operation(run);
    times.push(performance.now() - begun);
    calls.push(network.takeOryCalls());
  }
  return { times, calls };
}

function summary(times: readonly number[]) {
  const seconds = times.reduce((sum, time) => sum + time, 0) / 1000;
  return summarise([...times], seconds);
}

function median(counts: readonly number[]): number {
  return counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
}
