import { setTimeout as delay } from 'node:timers/promises';

import type { Bench } from '../bench.ts';
import { summarise } from '../measure/summarise.ts';
import type { Summary } from '../measure/summarise.ts';
import { emptyScratch } from './empty-scratch.ts';
import { inputsOf, openBareModel, textOf } from './bare-model.ts';

/** Of each text. Four of them are one run of the model, in the API as here. */
const TOKENS = 128;
const TEXTS_IN_A_RUN = 4;
/** Of the API by default, and of the bare model. */
const THREADS = 1;
const ROUNDS = 3;
const POLL_MS = 20;

/**
 * A backlog of entries that others have written, embedded by the API while it has nothing else to do,
 * beside the bare run of the graph over as many texts; in turns.
 */
export async function benchBacklog(bench: Bench): Promise<void> {
  const { options, network, modelDir, add, addFigure, say } = bench;
  const size = options.backlog;
  const session = await openBareModel(modelDir, THREADS);
  const inputs = inputsOf(TOKENS, TEXTS_IN_A_RUN);
  try {
    await drain(bench, TEXTS_IN_A_RUN);
    await session.run(inputs);
    const drained: number[] = [];
    const bare: number[] = [];
    const delays: number[] = [];
    let cpuMs = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      say(`draining a backlog of ${size} entries, ${round} of ${ROUNDS}`);
      await network.api.probe();
      drained.push(await drain(bench, size));
      const probed = await network.api.probe();
      delays.push(probed.delayP99);
      cpuMs += probed.cpuMs / (ROUNDS * size);
      const begun = performance.now();
      for (let run = 0; run < size / TEXTS_IN_A_RUN; run += 1) await session.run(inputs);
      bare.push(performance.now() - begun);
    }
    const measured = ratesOf(drained, size);
    const raw = ratesOf(bare, size);
    add({
      scenario: `backlog of ${size} drained, ${TOKENS} tokens each`,
      measured,
      cpuMs,
      raw: { engine: 'ONNX', measured: raw },
      bar: { text: '≥ 90 % of ONNX', met: measured.p50 * 0.9 <= raw.p50 },
    });
    const delayP99 = Math.max(...delays);
    addFigure({
      name: 'event-loop delay of the API while it drains a backlog, p99',
      value: delayP99,
      unit: 'ms',
      bar: { text: '≤ 20 ms', met: delayP99 <= 20 },
    });
  } finally {
    await session.release();
    await emptyScratch(bench);
  }
}

/**
 * Puts entries into the backlog past the API.
 *
 * @returns milliseconds from when the API began with them until all have their vectors
 */
async function drain({ db, agent }: Bench, size: number): Promise<number> {
  await db.sql`
    WITH written AS (
      INSERT INTO entries (id, diary_id, author_id, content, content_hash)
      SELECT gen_random_uuid(), ${agent.scratchDiaryId}, ${agent.identityId}, ${textOf(TOKENS)},
             md5(number::text)
      FROM generate_series(1, ${size}) AS number
      RETURNING id, diary_id, content_hash)
    INSERT INTO embedding_backlog (entry_id, diary_id, content_hash)
    SELECT id, diary_id, content_hash FROM written`;
  let begun: number | undefined;
  for (;;) {
    const [row] = await db.sql<[{ waiting: boolean; claimed: boolean }]>`
      SELECT EXISTS (SELECT FROM embedding_backlog) AS waiting,
             EXISTS (SELECT FROM embedding_backlog WHERE lease_until IS NOT NULL) AS claimed`;
    if (!row.waiting) return performance.now() - (begun ?? performance.now());
    if (row.claimed) begun ??= performance.now();
    await delay(POLL_MS);
  }
}

/** Of rounds of `size` entries each, in milliseconds for one entry. */
function ratesOf(rounds: readonly number[], size: number): Summary {
  const milliseconds = rounds.reduce((sum, round) => sum + round, 0);
  const operations = size * rounds.length;
  const seconds = milliseconds / 1000;
  const each = summarise(
    rounds.map((round) => round / size),
    seconds,
  );
  return { ...each, operations, perSecond: operations / seconds };
}
