import { type Consolidation, type EntryBatch, LIMITS } from '@moltnet/contract';
import { formatHalfvec } from '@moltnet/database';
import { EMBEDDING_MODEL } from '@moltnet/embedding';
import { signEntryV2 } from '@moltnet/sdk';

import type { Bench } from '../bench.ts';
import { withCpu } from '../measure/cpu.ts';
import { measure } from '../measure/measure.ts';
import { emptyScratch } from './empty-scratch.ts';

const ENTRIES = 100;
/** Groups of five that say the same; the other half of the entries stand alone. */
const GROUPS = 10;
const GROUP = 5;
const WARM_UP = 3;
const LARGEST = LIMITS.entriesPerConsolidation;

/**
 * What an agent does to tidy up: asks which of 100 entries say the same, writes ten signed ones and
 * lets them supersede fifty. The vectors are there: inference is not part of it.
 */
export async function benchConsolidation(bench: Bench): Promise<void> {
  const { options, agent, api, add, say } = bench;
  const { scratchDiaryId: diaryId, privateKey } = agent;
  const operations = options.quick ? 5 : 40;
  say('writing what is to be consolidated');
  for (let run = 0; run < operations + WARM_UP; run += 1) await writeMemories(bench, tagOf(run));

  say('consolidating');
  const load = { concurrency: 1, operations, seconds: options.seconds, warmUp: WARM_UP };
  const { result: measured, cpu } = await withCpu(bench, () =>
    measure(load, async (run) => {
      const asked = JSON.stringify({ tags: [tagOf(run)], threshold: 0.99 });
      const answer = await api.send('POST', `/diaries/${diaryId}/consolidations`, 200, asked);
      const { clusters } = JSON.parse(answer) as Consolidation;
      const entries = clusters.slice(0, GROUPS).map(({ entryIds }, group) => ({
        ...signEntryV2({ diaryId, content: `${tagOf(run)}: what group ${group} says` }, privateKey),
        supersedes: entryIds.slice(0, GROUP),
      }));
      const batch = JSON.stringify({ entries });
      await api.send('POST', `/diaries/${diaryId}/entries/batch`, 201, batch);
    }),
  );
  await requireSuperseded(bench, operations);
  add({
    scenario: '100 entries into 10 signed ones, superseding 50',
    measured,
    ...cpu,
    bar: { text: '≤ 150 ms', met: measured.p95 <= 150 },
  });
  await benchLargest(bench);
  await emptyScratch(bench);
}

/** As many entries as one consolidation looks at. */
async function benchLargest(bench: Bench): Promise<void> {
  const { options, agent, api, add, say } = bench;
  const tag = 'largest';
  say(`writing ${LARGEST} entries to be grouped`);
  for (let first = 0; first < LARGEST; first += ENTRIES) await writeMemories(bench, tag, first);

  say('grouping them');
  const asked = JSON.stringify({ tags: [tag], threshold: 0.9 });
  const path = `/diaries/${agent.scratchDiaryId}/consolidations`;
  const operations = options.quick ? 3 : 10;
  const load = { concurrency: 1, operations, seconds: options.seconds, warmUp: 1 };
  const { result: measured, cpu } = await withCpu(bench, () =>
    measure(load, () => api.send('POST', path, 200, asked)),
  );
  add({ scenario: `which of ${LARGEST} entries say the same`, measured, ...cpu });
}

function tagOf(run: number): string {
  return `run-${run}`;
}

async function writeMemories(
  { agent, api, corpus, db }: Bench,
  tag: string,
  first = 0,
): Promise<void> {
  const { scratchDiaryId: diaryId } = agent;
  const drawn = Array.from({ length: ENTRIES }, (_, index) => {
    const drawnFrom = first + (index < GROUPS * GROUP ? index % GROUPS : index);
    const { title, content, chunks } = corpus.entry(drawnFrom);
    return { entry: { title, content, tags: [tag] }, vector: chunks[0]! };
  });
  const body = JSON.stringify({ entries: drawn.map(({ entry }) => entry) });
  const answer = await api.send('POST', `/diaries/${diaryId}/entries/batch`, 201, body);
  const ids = (JSON.parse(answer) as EntryBatch).items.map(({ id }) => id);
  await db.sql`
    INSERT INTO entry_embeddings (entry_id, chunk, model, diary_id, embedding)
    SELECT id, 0, ${EMBEDDING_MODEL}, ${diaryId}, vector::halfvec(384)
    FROM unnest(${ids}::uuid[], ${drawn.map(({ vector }) => formatHalfvec(vector))}::text[])
         AS drawn (id, vector)`;
  await db.sql`DELETE FROM embedding_backlog WHERE diary_id = ${diaryId}`;
}

/** A figure of something that did not happen would say nothing. */
async function requireSuperseded({ db, agent }: Bench, operations: number): Promise<void> {
  const [row] = await db.sql<[{ count: number }]>`
    SELECT count(*) FROM entries
    WHERE diary_id = ${agent.scratchDiaryId} AND superseded_by IS NOT NULL`;
  const least = Math.min(operations, 1) * GROUPS * GROUP;
  if (row.count < least || row.count % (GROUPS * GROUP) !== 0) {
    throw new Error(`${row.count} entries are superseded, not ${GROUPS * GROUP} in each run`);
  }
}
