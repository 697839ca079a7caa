import type { CreateEntryInput } from '@moltnet/contract';
import { generateNonce, publicKeyOf } from '@moltnet/crypto/node';
import { signEntryV2 } from '@moltnet/sdk';

import type { Bench } from '../bench.ts';
import type { Load } from '../measure/measure.ts';
import { withCpu } from '../measure/cpu.ts';
import { compare, measure } from '../measure/measure.ts';
import { emptyScratch } from './empty-scratch.ts';
import { insertEntry, insertSignedEntry } from './raw-statements.ts';

const CLIENTS = 32;
const WARM_UP = 200;

/** Distinct texts; they repeat, ids and nonces do not. */
const TEXTS = 500;

/** Creating entries while no model is there: what an acknowledgement costs, signed and unsigned. */
export async function benchCreate(bench: Bench): Promise<void> {
  const { options, agent, api, db, add, addFigure, say } = bench;
  const { scratchDiaryId: diaryId, identityId, privateKey } = agent;
  const path = `/diaries/${diaryId}/entries`;
  const load = loadOf(bench);
  const texts = textsOf(bench);
  const bodies = texts.map((text) => JSON.stringify(text));

  say('creating unsigned entries');
  const { result: unsigned, cpu } = await withCpu(bench, () =>
    compare(
      load,
      (run) => api.send('POST', path, 201, bodies[run % bodies.length]),
      (run) => insertEntry(db, diaryId, identityId, texts[run % texts.length]!),
    ),
  );
  add({
    scenario: `create, unsigned, ${CLIENTS} at once`,
    measured: unsigned.measured,
    ...cpu,
    raw: { engine: 'INSERT', measured: unsigned.raw },
    bar: { text: '≥ 1,000/s', met: unsigned.measured.perSecond >= 1_000 },
  });

  say('creating entries with an Idempotency-Key each');
  const { result: keyed, cpu: keyedCpu } = await withCpu(bench, () =>
    measure(load, (run) =>
      api.send('POST', path, 201, bodies[run % bodies.length], generateNonce(16)),
    ),
  );
  add({
    scenario: `create, as the SDK does, ${CLIENTS} at once`,
    measured: keyed,
    ...keyedCpu,
  });

  say('creating signed entries');
  const signed = Array.from({ length: load.warmUp + load.operations }, (_, run) =>
    signEntryV2({ ...texts[run % texts.length]!, diaryId }, privateKey),
  );
  const signedBodies = signed.map((entry) => JSON.stringify(entry));
  const publicKey = publicKeyOf(privateKey);
  const { result: v2, cpu: v2Cpu } = await withCpu(bench, () =>
    compare(
      load,
      (run) => api.send('POST', path, 201, signedBodies[run]),
      (run) => insertSignedEntry(db, diaryId, identityId, publicKey, signed[run]!),
    ),
  );
  add({
    scenario: `create, signed v2, ${CLIENTS} at once`,
    measured: v2.measured,
    ...v2Cpu,
    raw: { engine: 'INSERT with its proof', measured: v2.raw },
  });
  const dearer = v2.measured.p50 / unsigned.measured.p50;
  addFigure({
    name: 'signed v2 over unsigned create, p50',
    value: dearer,
    unit: '×',
    bar: { text: '≤ 1.3 ×', met: dearer <= 1.3 },
  });
  await emptyScratch(bench);
  say(`created ${3 * options.operations} entries, and most of them beside the API too`);
}

/** Creating entries while the model embeds them as fast as it can, and what the event loop has of it. */
export async function benchCreateWhileEmbedding(bench: Bench): Promise<void> {
  const { agent, api, add, addFigure, say } = bench;
  const bodies = textsOf(bench).map((text) => JSON.stringify(text));

  say('creating entries while they are embedded');
  const path = `/diaries/${agent.scratchDiaryId}/entries`;
  const {
    result: measured,
    cpu,
    probed,
  } = await withCpu(bench, () =>
    measure(loadOf(bench), (run) => api.send('POST', path, 201, bodies[run % bodies.length])),
  );
  add({
    scenario: `create while embedding, ${CLIENTS} at once`,
    measured,
    ...cpu,
    bar: {
      text: '≥ 400/s, p99 ≤ 150 ms',
      met: measured.perSecond >= 400 && measured.p99 <= 150,
    },
  });
  const { delayP99, delayMax, rssMegabytes } = probed;
  addFigure({
    name: 'event-loop delay of the API while creating and embedding, p99',
    value: delayP99,
    unit: 'ms',
    bar: { text: '≤ 20 ms', met: delayP99 <= 20 },
  });
  addFigure({ name: 'the same, longest', value: delayMax, unit: 'ms' });
  addFigure({ name: 'memory of the API with the model', value: rssMegabytes, unit: 'MB' });
  await emptyScratch(bench);
}

function loadOf({ options: { operations, seconds } }: Bench): Load {
  return { concurrency: CLIENTS, operations, seconds, warmUp: Math.min(WARM_UP, operations) };
}

function textsOf({ corpus }: Bench): CreateEntryInput[] {
  return Array.from({ length: TEXTS }, (_, index) => {
    const { title, tags, content } = corpus.entry(index);
    return { title, tags: [...tags], content };
  });
}
