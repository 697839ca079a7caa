import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { cp, mkdtemp, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEmbedded } from './start.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

describe('embedded Postgres', { timeout: 120_000 }, () => {
  let root: string;
  /** A folder with a database that was closed cleanly, to be copied. */
  let made: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'moltnet-embedded-'));
    made = join(root, 'made');
    const first = await startEmbedded({ dataDir: made, port: 0 });
    await run(first.url, (sql) => sql`CREATE TABLE kept (id int PRIMARY KEY, text text)`);
    await first.close();
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(root, { recursive: true });
  });

  const copyOf = async (name: string) => {
    const dataDir = join(root, name);
    await cp(made, dataDir, { recursive: true });
    return dataDir;
  };
  const spawn = (dataDir: string, port = 0) => {
    const child = fork(MAIN, ['--data-dir', dataDir, '--port', String(port)], { silent: true });
    children.push(child);
    return child;
  };

  it('finds its data again after being stopped, with pgvector and fsync on', async () => {
    const dataDir = await copyOf('stopped');
    const child = spawn(dataDir);
    const url = await ready(child);
    await run(url, (sql) => sql`INSERT INTO kept VALUES (1, 'one')`);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);

    const again = await startEmbedded({ dataDir, port: 0 });
    const rows = await run(again.url, async (sql) => {
      await sql`CREATE EXTENSION vector`;
      return sql`SELECT id, text, current_setting('fsync') AS fsync,
                        '[1,2]'::halfvec <=> '[1,2]' AS distance FROM kept`;
    });
    await again.close();
    expect([...rows]).toEqual([{ id: 1, text: 'one', fsync: 'on', distance: 0 }]);
  });

  it('has a commit on the disk before it says so', async () => {
    const server = await startEmbedded({ dataDir: await copyOf('fsync'), port: 0 });
    const sync = vi.spyOn(fs, 'fsyncSync');
    await run(server.url, async (sql) => {
      sync.mockClear();
      for (let id = 0; id < 5; id++) await sql`INSERT INTO kept VALUES (${id}, 'x')`;
      expect(sync.mock.calls.length).toBeGreaterThanOrEqual(5);
    });
    sync.mockRestore();
    await server.close();
  });

  it('loses no committed row when it is killed in the middle of writes, again and again', async () => {
    const dataDir = await copyOf('killed');
    const acknowledged: number[] = [];
    let id = 0;
    for (let round = 0; round < 3; round++) {
      const child = spawn(dataDir);
      const url = await ready(child);
      const sql = postgres(url, { max: 4, onnotice: () => undefined });
      const stored = await sql<{ id: number }[]>`SELECT id FROM kept`;
      const present = new Set(stored.map((row) => row.id));
      expect(acknowledged.filter((row) => !present.has(row))).toEqual([]);

      const target = acknowledged.length + 60;
      const writers = Array.from({ length: 4 }, async () => {
        for (;;) {
          const mine = id++;
          await sql`INSERT INTO kept VALUES (${mine}, ${'x'.repeat(3_000)})`;
          acknowledged.push(mine);
          if (acknowledged.length === target) child.kill('SIGKILL');
        }
      });
      await Promise.allSettled(writers);
      await sql.end({ timeout: 0 });
    }
    const server = await startEmbedded({ dataDir, port: 0 });
    const [row] = await run(
      server.url,
      (sql) => sql`SELECT count(*)::int AS count FROM kept WHERE id = ANY (${acknowledged})`,
    );
    await server.close();
    expect(row?.['count']).toBe(acknowledged.length);
  });

  it('begins anew when its first start was killed half-way', async () => {
    const dataDir = join(root, 'half');
    const child = spawn(dataDir);
    await expect
      .poll(async () => (await readdir(join(dataDir, 'data.new')).catch(() => [])).length, {
        timeout: 60_000,
        interval: 5,
      })
      .toBeGreaterThan(0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const server = await startEmbedded({ dataDir, port: 0 });
    expect(await readdir(dataDir)).toEqual(['data', 'owner.json']);
    await server.close();
  });

  it('stops when whoever started it is gone', async () => {
    const child = spawn(await copyOf('orphan'));
    await ready(child);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('is refused to a second owner, and left alone by it', async () => {
    const dataDir = await copyOf('owned');
    const owner = await startEmbedded({ dataDir, port: 0 });
    expect(await refusal(spawn(dataDir))).toEqual({
      code: 1,
      stderr: `The data folder ${dataDir} is in use by process ${process.pid}: stop that MoltNet first, or set MOLTNET_HOME to another folder.\n`,
    });
    await run(owner.url, (sql) => sql`INSERT INTO kept VALUES (1, 'still mine')`);
    await owner.close();
  });

  it.each([
    ['no longer runs', JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'x' })],
    ['has the id of another process now', JSON.stringify({ pid: process.ppid, startedAt: 'x' })],
    ['was cut off while it wrote its name', '{"pid":'],
  ])('is taken over from an owner that %s', async (_, owner) => {
    const dataDir = await copyOf(`stale-${owner.length}`);
    await writeFile(join(dataDir, 'owner.json'), owner);
    const server = await startEmbedded({ dataDir, port: 0 });
    await server.close();
    expect(await readdir(dataDir)).toEqual(['data']);
  });

  it.each<[string, (data: string) => Promise<unknown>, RegExp]>([
    ['the control file is cut', (data) => truncate(join(data, 'global/pg_control'), 10), /damaged/],
    ['the log is gone', (data) => rm(join(data, 'pg_wal'), { recursive: true }), /damaged/],
    ['the version is gone', (data) => rm(join(data, 'PG_VERSION')), /PG_VERSION is missing/],
    [
      'the version is another',
      (data) => writeFile(join(data, 'PG_VERSION'), '17\n'),
      /of Postgres 17/,
    ],
  ])('says in one line what to do when %s', async (name, damage, says) => {
    const dataDir = await copyOf(name.replaceAll(' ', '-'));
    await damage(join(dataDir, 'data'));
    const { code, stderr } = await refusal(spawn(dataDir));
    expect(code).toBe(1);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^[^\n]+: (restore|start) [^\n]+\.\n$/);
  });

  it('ends, saying why, when the engine dies while it runs, and recovers at the next start', async () => {
    const dataDir = await copyOf('panicked');
    const child = spawn(dataDir);
    const sql = postgres(await ready(child), { max: 1, onnotice: () => undefined });
    await sql`INSERT INTO kept VALUES (1, 'before')`;
    await sql`CHECKPOINT`;
    const ended = refusal(child);
    await rename(join(dataDir, 'data/pg_wal'), join(dataDir, 'data/gone'));
    await expect(
      sql`SELECT pg_switch_wal(), pg_logical_emit_message(true, '', 'x')`,
    ).rejects.toThrow('CONNECTION_CLOSED');
    await sql.end({ timeout: 0 });
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Embedded Postgres stopped: could not [^\n]*pg_wal[^\n]*\n$/);

    await rename(join(dataDir, 'data/gone'), join(dataDir, 'data/pg_wal'));
    const server = await startEmbedded({ dataDir, port: 0 });
    expect([...(await run(server.url, (again) => again`SELECT text FROM kept`))]).toEqual([
      { text: 'before' },
    ]);
    await server.close();
  });

  it('says in one line that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await refusal(spawn(await copyOf('port'), port))).toEqual({
      code: 1,
      stderr: `Port ${port} is in use: stop what listens there, or set EMBEDDED_POSTGRES_PORT to another.\n`,
    });
    other.close();
  });

  it('listens on loopback only', async () => {
    await expect(
      startEmbedded({ dataDir: join(root, 'open'), port: 0, host: '0.0.0.0' }),
    ).rejects.toThrow(/listens on loopback only/);
  });
});

async function run<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function ready(child: ChildProcess): Promise<string> {
  const [message] = await once(child, 'message');
  expect(message).toMatchObject({ type: 'ready' });
  return (message as { url: string }).url;
}

async function refusal(child: ChildProcess) {
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  const [code] = await once(child, 'close');
  return { code, stderr };
}
