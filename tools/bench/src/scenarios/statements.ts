import { connect } from '@moltnet/database';
import { searchCandidates } from '@moltnet/diary';
import type { SearchRequest } from '@moltnet/diary';
import { EMBEDDING_MODEL } from '@moltnet/embedding';

import type { Bench } from '../bench.ts';
import { backendCpu } from '../measure/backend-cpu.ts';
import { compare } from '../measure/measure.ts';
import { exactNearest } from './exact-nearest.ts';
import { nearestVectors, newestMatches } from './raw-statements.ts';

const WARM_UP = 20;
const LIMIT = 10;
/** More than a search takes of the nearest. */
const CANDIDATES = 100;

/** Which is in no entry, and too short to be taken for a typing mistake. */
const NO_WORD = 'qqq';

/** One class of queries: what is asked, by the number of the run. */
interface QueryClass {
  readonly name: string;
  readonly request: (run: number) => Omit<SearchRequest, 'model' | 'limit'>;
}

/** The statement of a search alone, for each class of queries, with what it finds of an exact one. */
export async function benchStatements(bench: Bench): Promise<void> {
  const { options, db, add, addFigure, say } = bench;
  const search = (request: Omit<SearchRequest, 'model' | 'limit'>) =>
    searchCandidates(db, { ...request, model: EMBEDDING_MODEL, limit: LIMIT });
  for (const { name, request } of classesOf(bench)) {
    say(`searching: ${name}`);
    const load = {
      concurrency: 1,
      operations: options.slowOperations,
      seconds: options.seconds,
      warmUp: Math.min(WARM_UP, options.slowOperations),
    };
    const { measured, raw } = await compare(
      load,
      (run) => search(request(run)),
      (run) => {
        const { diaryIds, query = '', queryVector } = request(run);
        return queryVector ? nearestVectors(db, queryVector) : newestMatches(db, diaryIds, query);
      },
    );
    const cpuMs = await cpuOf(bench, request);
    const byMeaning = request(0).queryVector !== undefined;
    const recall = byMeaning ? await recallOf(bench, request) : undefined;
    add({
      scenario: `statement: ${name}`,
      measured,
      ...(cpuMs !== undefined && { cpuMs }),
      raw: { engine: byMeaning ? 'HNSW' : 'GIN, newest', measured: raw },
      ...(recall !== undefined && { recall }),
      bar: {
        text: byMeaning ? 'p95 ≤ 25 ms, recall ≥ 0.97' : 'p95 ≤ 25 ms',
        met: measured.p95 <= 25 && (recall ?? 1) >= 0.97,
      },
    });
  }
  const bytes = await bytesPerEntry(bench);
  addFigure({
    name: 'disk for each entry of 2 KB, every index in',
    value: bytes / 1000,
    unit: 'KB',
    bar: { text: '≤ 5.0 KB', met: bytes <= 5_000 },
  });
}

function classesOf({ corpus, layout }: Bench): readonly QueryClass[] {
  const huge = [layout.hugeDiaryId];
  const small = [layout.smallDiaryIds[0]!];
  const shared = layout.sharedDiaryIds;
  const meaning = (run: number) => ({
    query: corpus.question(run),
    queryVector: corpus.queryVector(run),
  });
  return [
    { name: 'a rare word', request: (run) => ({ diaryIds: huge, query: corpus.rareWord(run) }) },
    {
      name: 'two common words',
      request: (run) => ({ diaryIds: huge, query: corpus.commonWords(run).join(' ') }),
    },
    {
      name: 'four common words or-ed',
      request: (run) => ({ diaryIds: huge, query: corpus.commonWords(run, 4).join(' or ') }),
    },
    {
      name: 'a phrase',
      request: (run) => ({ diaryIds: huge, query: `"${corpus.phrase(run * 10)}"` }),
    },
    {
      name: 'a common word without another',
      request: (run) => ({ diaryIds: huge, query: corpus.commonWords(run).join(' -') }),
    },
    {
      name: 'a typing mistake',
      request: (run) => ({ diaryIds: huge, query: `${corpus.commonWords(run, 1)[0]}x` }),
    },
    {
      name: 'two common words in 50 diaries',
      request: (run) => ({ diaryIds: shared, query: corpus.commonWords(run).join(' ') }),
    },
    { name: 'meaning, huge diary', request: (run) => ({ diaryIds: huge, ...meaning(run) }) },
    { name: 'meaning, small diary', request: (run) => ({ diaryIds: small, ...meaning(run) }) },
    { name: 'meaning, 50 diaries', request: (run) => ({ diaryIds: shared, ...meaning(run) }) },
    {
      name: 'meaning, a common tag',
      request: (run) => ({ diaryIds: huge, ...meaning(run), tags: ['tag:0'] }),
    },
    {
      name: 'meaning, a rare tag',
      request: (run) => ({ diaryIds: huge, ...meaning(run), tags: [`tag:${100 + (run % 100)}`] }),
    },
    {
      name: 'meaning, within a week',
      request: (run) => ({ diaryIds: huge, ...meaning(run), ...days(1, 8) }),
    },
    {
      name: 'meaning, within a day',
      request: (run) => ({ diaryIds: huge, ...meaning(run), ...days(1, 2) }),
    },
    {
      name: 'meaning, not superseded',
      request: (run) => ({ diaryIds: huge, ...meaning(run), excludeSuperseded: true }),
    },
  ];
}

/** Processor time that one statement takes of Postgres, over as many as make the clock's steps small. */
async function cpuOf(
  { options, databaseUrl }: Bench,
  request: QueryClass['request'],
): Promise<number | undefined> {
  const one = connect(databaseUrl, { applicationName: 'moltnet-bench', max: 1 });
  try {
    const search = (run: number) =>
      searchCandidates(one, { ...request(run), model: EMBEDDING_MODEL, limit: LIMIT });
    for (let run = 0; run < WARM_UP; run += 1) await search(run);
    const before = await backendCpu(one);
    for (let run = 0; run < options.slowOperations; run += 1) await search(WARM_UP + run);
    const after = await backendCpu(one);
    return before === undefined || after === undefined
      ? undefined
      : (after - before) / options.slowOperations;
  } finally {
    await one.close();
  }
}

/** From one day of September to another, a third of the corpus before its end. */
function days(from: number, to: number) {
  return {
    createdAfter: new Date(Date.UTC(2025, 8, from)).toISOString(),
    createdBefore: new Date(Date.UTC(2025, 8, to)).toISOString(),
  };
}

/**
 * By meaning alone, and in its order: what has been superseded is found as well as the rest, and
 * then put last.
 */
async function recallOf({ options, db }: Bench, request: QueryClass['request']): Promise<number> {
  let found = 0;
  let wanted = 0;
  for (let run = 0; run < options.recallQueries; run += 1) {
    const asked = { ...request(run), query: NO_WORD, model: EMBEDDING_MODEL, limit: LIMIT };
    const { results } = await searchCandidates(db, { ...asked, limit: CANDIDATES });
    const nearest = results
      .toSorted((one, other) => (other.scores.vector ?? 0) - (one.scores.vector ?? 0))
      .slice(0, LIMIT);
    const exact = await exactNearest(db, asked);
    const ids = new Set(nearest.map(({ entryId }) => entryId));
    found += exact.filter((id) => ids.has(id)).length;
    wanted += exact.length;
  }
  return wanted === 0 ? 1 : found / wanted;
}

async function bytesPerEntry({ db, layout }: Bench): Promise<number> {
  const [row] = await db.sql<[{ bytes: number }]>`
    SELECT pg_total_relation_size('entries') + pg_total_relation_size('entry_embeddings') AS bytes`;
  return row.bytes / layout.size;
}
