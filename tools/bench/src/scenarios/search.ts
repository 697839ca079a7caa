import { createEmbedder } from '@moltnet/embedding';
import type { Embedder } from '@moltnet/embedding';

import type { Bench } from '../bench.ts';
import { compare } from '../measure/measure.ts';
import { ratioOf } from '../report/report.ts';
import { nearestVectors, newestMatches } from './raw-statements.ts';

const WARM_UP = 20;

/** Searching all that the agent can read over HTTP, beside the query's embedding and the two bare statements. */
export async function benchSearch(bench: Bench): Promise<void> {
  const { options, corpus, modelDir, say } = bench;
  const logger = { info: () => undefined, warn: () => undefined };
  const embedder = createEmbedder({ modelDir, allowDownload: false, threads: 1, logger });
  try {
    await requireSearch(bench);
    for (const [kind, query] of [
      ['a rare word', (run: number) => corpus.rareWord(run)],
      ['two common words', (run: number) => corpus.commonWords(run).join(' ')],
      ['meaning', (run: number) => corpus.question(run)],
    ] as const) {
      say(`searching over HTTP by ${kind}`);
      await benchQueries(bench, embedder, `search ${options.scale} by ${kind}`, query);
    }
  } finally {
    await embedder.close();
  }
}

/** A search that finds nothing, or by words alone, is fast and tells nothing. */
async function requireSearch({ api, corpus }: Bench): Promise<void> {
  const body = JSON.stringify({ query: corpus.commonWords(0).join(' '), limit: 10 });
  const answer = await api.send('POST', '/diaries/search', 200, body);
  const { results, degraded } = JSON.parse(answer) as { results: unknown[]; degraded?: string[] };
  if (results.length === 10 && degraded === undefined) return;
  throw new Error(`search does not work: ${results.length} results, degraded: ${degraded?.join()}`);
}

/** One query after another, each a new one, so that none is answered from a cache. */
async function benchQueries(
  { options, layout, api, db, add }: Bench,
  embedder: Embedder,
  scenario: string,
  query: (run: number) => string,
): Promise<void> {
  const load = {
    concurrency: 1,
    operations: options.slowOperations,
    seconds: options.seconds,
    warmUp: Math.min(WARM_UP, options.slowOperations),
  };
  const { measured, raw: bare } = await compare(
    load,
    (run) =>
      api.send('POST', '/diaries/search', 200, JSON.stringify({ query: query(run), limit: 10 })),
    async (run) => {
      const text = query(run);
      await nearestVectors(db, await embedder.embedQuery(text));
      await newestMatches(db, layout.teamDiaryIds, text);
    },
  );
  const row = { scenario, measured, raw: { engine: 'ONNX + SQL', measured: bare } };
  add({ ...row, bar: { text: '≤ 2 ×', met: ratioOf(row)! <= 2 } });
}
