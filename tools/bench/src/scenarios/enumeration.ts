import { generateKeyPair } from '@moltnet/crypto/node';
import type { Bench } from '../bench.ts';
import { compare } from '../measure/measure.ts';
import { registerAgent } from '../network/bench-agent.ts';

/** How far the medians may lie apart before a stranger on the same machine could tell them apart. */
const INDISTINCT = 1.15;

const NOBODYS = '018f0000-0000-7000-8000-0000000000ff';

/**
 * Whether the time of an answer tells a stranger what exists. Each request is sent with something
 * that is there, and is not the sender's, and with something that is not there.
 */
export async function benchEnumeration(bench: Bench): Promise<void> {
  const { options, network, api, add, say } = bench;
  say('comparing what exists with what does not');
  const other = await registerAgent(network.apiUrl);
  const entry = await other.client.entries.create(other.scratchDiaryId, { content: 'not yours' });
  const load = {
    concurrency: 1,
    operations: options.slowOperations * 5,
    seconds: options.seconds,
    warmUp: options.slowOperations,
  };
  const challenge = (publicKey: string) => () =>
    api.send('POST', '/recovery/challenge', 200, JSON.stringify({ publicKey }));
  const read = (path: string) => () => api.send('GET', path, 404);
  const wrongSecret = (clientId: string) => () => refusedToken(network.apiUrl, clientId);

  const pairs = {
    "an entry that is another's": [read(`/entries/${entry.id}`), read(`/entries/${NOBODYS}`)],
    "a diary that is another's": [
      read(`/diaries/${other.scratchDiaryId}`),
      read(`/diaries/${NOBODYS}`),
    ],
    'a wrong secret of a known client': [wrongSecret(other.clientId), wrongSecret(NOBODYS)],
    'recovery of a known key': [challenge(other.publicKey), challenge(generateKeyPair().publicKey)],
  } as const;
  for (const [scenario, [known, unknown]] of Object.entries(pairs)) {
    const { measured, raw } = await compare(load, known, unknown);
    const ratio = measured.p50 / raw.p50;
    add({
      scenario,
      measured,
      raw: { engine: 'one that does not exist', measured: raw },
      bar: {
        text: `1/${INDISTINCT} to ${INDISTINCT} ×`,
        met: ratio <= INDISTINCT && ratio >= 1 / INDISTINCT,
      },
    });
  }
}

async function refusedToken(apiUrl: string, clientId: string): Promise<void> {
  const { status } = await fetch(`${apiUrl}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: 'wrong',
    }),
  });
  if (status !== 401) throw new Error(`a wrong secret was answered ${status}`);
}
