import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect } from '@moltnet/database';
import { fullShapeModelDir } from '@moltnet/embedding/testing';

import type { Bench } from './bench.ts';
import { Corpus } from './corpus/corpus.ts';
import { ensureCorpus } from './corpus/ensure.ts';
import { Layout } from './corpus/layout.ts';
import { SCALES } from './corpus/scale.ts';
import { createApiLoad } from './network/api-load.ts';
import { registerAgent } from './network/bench-agent.ts';
import { startDatabase } from './network/bench-database.ts';
import { joinCorpus } from './network/join-corpus.ts';
import { Network } from './network/network.ts';
import type { Options, Scenario } from './options.ts';
import type { Figure, Report, Row } from './report/report.ts';
import { benchAccess } from './scenarios/access.ts';
import { benchBacklog } from './scenarios/backlog.ts';
import { benchConsolidation } from './scenarios/consolidation.ts';
import { benchCreate, benchCreateWhileEmbedding } from './scenarios/create.ts';
import { benchEmbedding } from './scenarios/embedding.ts';
import { benchEnumeration } from './scenarios/enumeration.ts';
import { benchMcp } from './scenarios/mcp.ts';
import { benchRead } from './scenarios/read.ts';
import { benchSearch } from './scenarios/search.ts';
import { benchStart } from './scenarios/start.ts';
import { benchStatements } from './scenarios/statements.ts';

/** As many as the API takes for itself, so that the bare statements are no better off. */
const DATABASE_CONNECTIONS = 10;
const API_CONNECTIONS = 32;

/** They bring what they need. */
const WITHOUT_NETWORK: ReadonlySet<Scenario> = new Set(['embedding', 'start']);

/** A million entries are copied, and their vectors indexed, in one statement. */
const STATEMENT_TIMEOUT_MS = 4 * 3_600_000;

/**
 * Runs the scenarios that are asked for on a network of their own, and stops it.
 *
 * @param serverUrl Postgres on which a database is made for the run; without one, embedded Postgres
 * @param cleanup gets what has been started, so that an interrupted run leaves nothing behind
 */
export async function runBench(
  options: Options,
  serverUrl: string | undefined,
  cleanup: AsyncDisposableStack,
  say: (line: string) => void,
): Promise<Report> {
  const begun = performance.now();
  const startedAt = new Date().toISOString();
  const rows: Row[] = [];
  const figures: Figure[] = [];
  const wants = (scenario: Scenario): boolean => options.scenarios.includes(scenario);

  const scratchDir = await mkdtemp(join(tmpdir(), 'moltnet-bench-'));
  cleanup.defer(() => rm(scratchDir, { recursive: true, force: true }));
  const modelDir = await fullShapeModelDir();
  let database = 'none';

  if (options.scenarios.some((scenario) => !WITHOUT_NETWORK.has(scenario))) {
    say('starting the network');
    const keepAs = options.keep ? `moltnet_bench_${options.scale}` : undefined;
    const started = await startDatabase(serverUrl, scratchDir, keepAs);
    cleanup.defer(() => started.stop());
    database = started.engine;
    const db = connect(started.url, {
      applicationName: 'moltnet-bench',
      max: DATABASE_CONNECTIONS,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    });
    cleanup.defer(() => db.close());
    const corpus = new Corpus(options.seed);
    const layout = new Layout(options.seed, SCALES[options.scale]);
    await ensureCorpus(db, corpus, layout, { byCopy: !started.embedded, say });
    const network = await Network.start(started, scratchDir);
    cleanup.defer(() => network.stop());
    await network.startApi(undefined);
    const { rssMegabytes } = await network.api.probe();
    figures.push({
      name: 'memory of the API at rest without the model',
      value: rssMegabytes,
      unit: 'MB',
      bar: { text: '≤ 150 MB', met: rssMegabytes <= 150 },
    });

    const agent = await registerAgent(network.apiUrl);
    const api = createApiLoad(network.apiUrl, agent.accessToken, API_CONNECTIONS);
    cleanup.defer(() => api.close());
    await joinCorpus(db, api, layout, agent.identityId);
    const bench: Bench = {
      options,
      network,
      agent,
      api,
      db,
      databaseUrl: started.url,
      corpus,
      layout,
      modelDir,
      add: (row) => rows.push(row),
      addFigure: (figure) => figures.push(figure),
      say,
    };

    if (wants('statements')) await benchStatements(bench);
    if (wants('create')) await benchCreate(bench);
    if (wants('read')) await benchRead(bench);
    if (wants('enumeration')) await benchEnumeration(bench);
    if (wants('access')) await benchAccess(bench);
    if (wants('consolidation')) await benchConsolidation(bench);
    if (wants('mcp')) await benchMcp(bench);
    if (wants('create')) {
      await network.startApi(modelDir);
      await benchCreateWhileEmbedding(bench);
    }
    if (wants('backlog')) {
      await network.startApi(modelDir);
      await benchBacklog(bench);
    }
    if (wants('search')) {
      // A new process: the one before still embeds what was created.
      await network.startApi(modelDir);
      await benchSearch(bench);
    }
    await network.stopApi();
  }
  if (wants('embedding')) {
    await benchEmbedding({ options, modelDir, add: (row) => rows.push(row), say });
  }
  if (wants('start')) {
    await benchStart({ modelDir, scratchDir, addFigure: (figure) => figures.push(figure), say });
  }
  return {
    startedAt,
    seconds: (performance.now() - begun) / 1000,
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      node: process.version,
    },
    database,
    quick: options.quick,
    rows,
    figures,
  };
}
