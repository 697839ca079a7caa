import { connect } from '@moltnet/database';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { apiAt } from '../harness/http.ts';
import { Network } from '../harness/network.ts';
import { until } from '../harness/until.ts';
import { Writers, written } from './writers.ts';

const embedded = !process.env['TEST_DATABASE_URL'];

let network: Network;
let agent: Agent;
beforeAll(async () => {
  network = await Network.start(inject('run'), 'chaos');
  agent = await join(network.apiUrl);
});
afterAll(() => network.dispose());

/** What happens in the middle of a run of creates. */
const DISASTERS: [string, () => Promise<void>][] = [
  ['kill -9 of the REST API', () => restarted('rest-api')],
  ['kill -9 of ory-local', () => restarted('ory-local')],
  ['kill -9 of the MCP server', () => restarted('mcp-server')],
  embedded
    ? ['kill -9 of Postgres', () => restarted('postgres')]
    : ['Postgres ending every connection', endConnections],
  ['kill -9 of the launcher', killLauncher],
  ['kill -9 of everything at once', killEverything],
];

test.each(DISASTERS)('%s loses no acknowledged entry, and makes none twice', async (_, strike) => {
  await until('the network is well', async () => {
    const { status } = await apiAt(network.apiUrl)('GET /health/ready');
    return status === 200;
  });
  const { id: diaryId } = await agent.client.diaries.create({ name: 'chaos' });
  const writers = new Writers(agent, diaryId);
  try {
    await writers.more(25);
    await strike();
    await writers.more(25);
  } finally {
    await writers.stop();
  }
  const found = await written(agent, diaryId);
  const expected = [...writers.acknowledged].map(([number, id]) => [number, [id]] as const);
  expect(new Map([...found].sort(byNumber))).toEqual(new Map(expected.sort(byNumber)));
  expect(writers.wrong).toEqual([]);
});

test('after all that a new agent can join, write and find', async () => {
  const late = await join(network.apiUrl);
  const { id } = await late.client.entries.create(late.diaryId, { content: 'after the storm' });
  const { results } = await late.client.entries.search({ query: 'after the storm' });
  expect(results[0]?.id).toBe(id);
});

test('after all that Ctrl-C stops it without an orphan', async () => {
  expect(await network.stop()).toBeLessThan(5000);
});

describe('a first start that was killed half-way', () => {
  test.each<[string, (fresh: Network) => boolean]>([
    [
      'while its first process came up',
      (fresh) => fresh.processes().some(({ name }) => name === 'mcp-server' || name === 'postgres'),
    ],
    ['after the database was migrated', (fresh) => fresh.launcher.stdout.includes('migrated')],
  ])('%s: the next start repairs it', async (_, moment) => {
    const fresh = await Network.make(inject('run'), 'half-start');
    try {
      const first = fresh.start().catch(() => undefined);
      await until('the moment has come', () => moment(fresh), 60_000);
      process.kill(fresh.launcher.pid, 'SIGKILL');
      await first;
      await noneLeft(fresh);
      await fresh.start();
      await join(fresh.apiUrl);
      await fresh.stop();
    } finally {
      await fresh.dispose();
    }
  });
});

/** The launcher starts it again by itself. */
async function restarted(name: string): Promise<void> {
  const pid = await network.kill(name);
  expect(await network.pidOf(name)).not.toBe(pid);
}

async function killLauncher(): Promise<void> {
  await network.kill('launcher');
  await noneLeft(network);
  await network.start();
}

async function killEverything(): Promise<void> {
  for (const { pid } of network.processes()) process.kill(pid, 'SIGKILL');
  await noneLeft(network);
  await network.start();
}

/** Nobody is left to stop them: they end by themselves. */
async function noneLeft(of: Network): Promise<void> {
  await until('no orphan is left', () => of.processes().length === 0, 20_000);
}

/** What a failover looks like: three times in a second no connection survives. */
async function endConnections(): Promise<void> {
  const database = connect(network.databaseUrl, { applicationName: 'moltnet-e2e', max: 1 });
  try {
    for (let turn = 0; turn < 3; turn += 1) {
      await database.sql`
        SELECT pg_terminate_backend(pid), pg_sleep(0.3) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    }
  } finally {
    await database.close();
  }
}

const byNumber = ([a]: readonly [number, unknown], [b]: readonly [number, unknown]): number =>
  a - b;
