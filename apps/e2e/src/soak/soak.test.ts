import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Database } from '@moltnet/database';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { freePorts } from '../harness/free-ports.ts';
import { Network } from '../harness/network.ts';
import { until } from '../harness/until.ts';
import { ApiMemory } from './api-memory.ts';
import { type ClientOptions, Faults } from './client.ts';
import { latest, Ledger } from './ledger.ts';
import { noteRemovals } from './retention-watch.ts';
import { Searcher } from './searcher.ts';
import { growthPerMinute } from './trend.ts';
import { Writer } from './writer.ts';

/** Each has a private diary, and five writers and five searchers in it and in another. */
const AGENTS = 10;
const CLIENTS_OF_EACH = 5;

/**
 * Two minutes on a server, where things go on at once. On embedded Postgres one statement waits for
 * the other and nothing new would come of more; it is long enough there for retention to begin.
 */
const SECONDS = process.env['TEST_DATABASE_URL'] ? 120 : 20;
/** What Node says on stderr when its inspector is opened. */
const OF_THE_INSPECTOR = /^(Debugger (listening on|attached)|For help, see)/;
/** Of writers and of searchers. */
const KINDS_OF_WORK = 15;
/** What memory is judged by; before it caches fill and code is compiled. */
const TREND_SECONDS = 90;
/**
 * Megabytes a minute, of 1,400 requests. The heap after its garbage was collected grew by 1.1, while
 * caches that have an end filled; 2 KB kept of each request would be 2.8 more. What the process has of
 * the machine goes up and down by itself, and must not run away.
 */
const HEAP_GROWTH = 3;
const RSS_GROWTH = 40;
const SAMPLE_EVERY = 3_000;
const WATCH_EVERY = 500;

/** Nine seconds: what is superseded is let go of while the others write. */
const RETENTION_DAYS = '0.0001';

let network: Network;
let database: Database;
let memory: ApiMemory;
let agents: Agent[];
const ledger = new Ledger();
const faults = new Faults();
const writers: Writer[] = [];
const searchers: Searcher[] = [];

beforeAll(async () => {
  const [inspectorPort = 0] = await freePorts(1);
  network = await Network.start(inject('run'), 'soak', {
    env: {
      RETENTION_SUPERSEDED: 'true',
      RETENTION_SUPERSEDED_DAYS: RETENTION_DAYS,
      NODE_OPTIONS: `--inspect-port=127.0.0.1:${inspectorPort}`,
    },
  });
  database = connect(network.databaseUrl, { applicationName: 'moltnet-e2e', max: 1 });
  agents = await Promise.all(
    Array.from({ length: AGENTS }, (_, number) => join(network.apiUrl, `soak-${number}`)),
  );
  memory = await ApiMemory.of(await network.pidOf('rest-api'), inspectorPort);
}, 120_000);
afterAll(async () => {
  memory.close();
  await database.close();
  await network.stop();
  await network.dispose();
});

/** One searcher for each agent, who sees what its five writers have written. */
function ofEachAgent(): Searcher[] {
  return searchers.filter((_, number) => number % CLIENTS_OF_EACH === 0);
}

/** Does it again and again, so many milliseconds apart, until `signal` aborts. */
async function every(
  milliseconds: number,
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    await work();
    await delay(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

/** So many clients at once, for so long; resolves when all that was asked is answered. */
async function soak(): Promise<void> {
  const signal = AbortSignal.timeout(SECONDS * 1000);
  for (const agent of agents) {
    const { id } = await agent.client.diaries.create({ name: 'soak', visibility: 'moltnet' });
    const options: ClientOptions = { agent, diaryIds: [agent.diaryId, id], faults, signal };
    for (let number = 0; number < CLIENTS_OF_EACH; number += 1) {
      writers.push(new Writer(ledger, options));
      searchers.push(new Searcher(ledger, options));
    }
  }
  await Promise.all([
    ...writers.map((writer) => writer.write()),
    ...searchers.map((searcher) => searcher.search()),
    every(WATCH_EVERY, signal, () => noteRemovals(database, ledger)),
    every(SAMPLE_EVERY, signal, () => memory.sample()),
  ]);
  await until('retention has let go of something', async () => {
    await noteRemovals(database, ledger);
    return ledger.entries.some(({ removable, goneAt }) => removable && goneAt !== undefined);
  });
}

describe('50 writers, 50 searchers and the retention job on one database', () => {
  beforeAll(soak, (SECONDS + 60) * 1000);

  test('get no error, and no answer that holds what was deleted, removed or changed before', () => {
    expect(faults.lines).toEqual([]);
    expect(ledger.ghosts).toEqual([]);
    const lines = network.launcher.stdout.split('\n').filter((line) => line !== '');
    const logged = lines.map((line) => JSON.parse(line) as { level: string; msg: string });
    const said = logged.filter(({ msg }) => !OF_THE_INSPECTOR.test(msg));
    expect(said.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  test('have done everything that there is to do', () => {
    const done = [...writers, ...searchers].flatMap((client) => [...client.done.keys()]);
    expect(new Set(done).size).toBe(KINDS_OF_WORK);
  });

  test('leave every entry as it was acknowledged, and nothing else', async () => {
    const rows = await Promise.all(
      ofEachAgent().flatMap((searcher) =>
        searcher.diaryIds.map((diaryId) => searcher.list(diaryId)),
      ),
    );
    const there = new Map(rows.flat().map((entry) => [entry.id, entry]));
    for (const known of ledger.entries) {
      const entry = there.get(known.id);
      there.delete(known.id);
      const mayBeGone = known.goneAt !== undefined || known.removable;
      if (entry === undefined && mayBeGone) continue;
      const { title, content, importance } = latest(known);
      const { id, diaryId } = known;
      expect(entry).toMatchObject({ id, diaryId, title, content, importance, tags: known.tags });
    }
    expect([...there.keys()]).toEqual([]);
    expect(faults.lines).toEqual([]);
  });

  test('find every entry by its own word', async () => {
    await Promise.all(
      ofEachAgent().map(async (searcher) => {
        for (const entry of searcher.certain()) if (!entry.found) await searcher.confirm(entry);
      }),
    );
    expect(faults.lines).toEqual([]);
    const certain = ofEachAgent().flatMap((searcher) => searcher.certain());
    expect(certain.filter(({ found }) => !found)).toEqual([]);
  });

  test('have every entry embedded in the end', async () => {
    await until(
      'nothing is left to be embedded',
      async () => {
        const [row] = await database.sql<[{ left: boolean }]>`
          SELECT EXISTS (SELECT FROM embedding_backlog) AS left`;
        return !row.left;
      },
      60_000,
    );
    const bare = await database.sql`
      SELECT id FROM entries
      WHERE NOT EXISTS (SELECT FROM entry_embeddings WHERE entry_id = entries.id)`;
    expect(bare).toEqual([]);
  });

  test.skipIf(SECONDS <= TREND_SECONDS)('take no more memory at the end than before', () => {
    const last = memory.samples.filter(({ at }) => at >= SECONDS - TREND_SECONDS);
    const growth = (of: 'heap' | 'rss') =>
      growthPerMinute(last.map((sample) => ({ at: sample.at, value: sample[of] })));
    const grown = { heap: growth('heap'), rss: growth('rss'), last };
    expect(grown).toSatisfy(({ heap, rss }) => heap < HEAP_GROWTH && rss < RSS_GROWTH);
  });
});
