import { openAsBlob } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { EXTENSIONS } from '../embedded/extensions.ts';
import { Session } from '../embedded/session.ts';
import { SocketServer } from '../embedded/socket-server.ts';
import { migrate } from '../migrations/migrate.ts';
import { migratedChecksum } from './migrated-checksum.ts';
import type { TestDatabase } from './test-database.ts';

/** Of the workspace: what is in it can be made again. */
const SNAPSHOTS = join(import.meta.dirname, '../../../../node_modules/.cache/moltnet-snapshots');

/** An embedded Postgres without a folder, from a snapshot that has been migrated. */
export async function startInMemory(): Promise<TestDatabase> {
  const snapshot = await snapshotPath();
  const engine = await openSnapshot(snapshot).catch(() => makeSnapshot(snapshot));
  const { url, close } = await serve(engine);
  return { url, stop: close };
}

/** Running initdb takes seconds, unpacking its result a fraction of one. */
async function makeSnapshot(path: string): Promise<PGlite> {
  const engine = await PGlite.create({ extensions: EXTENSIONS });
  const { url, hangUp } = await serve(engine);
  await migrate(url);
  await hangUp();
  const bytes = Buffer.from(await (await engine.dumpDataDir('none')).arrayBuffer());
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, bytes);
  await rename(draft, path);
  await removeOthers(path);
  return engine;
}

/** Of other migrations; drafts are somebody's who is at it. */
async function removeOthers(path: string): Promise<void> {
  const names = await readdir(dirname(path));
  const others = names.map((name) => join(dirname(path), name)).filter((other) => other !== path);
  const old = others.filter((other) => other.endsWith('.tar'));
  await Promise.all(old.map((other) => rm(other, { force: true })));
}

async function openSnapshot(path: string): Promise<PGlite> {
  return PGlite.create({ extensions: EXTENSIONS, loadDataDir: await openAsBlob(path) });
}

/** Named by all that its content depends on. */
async function snapshotPath(): Promise<string> {
  const checksum = await migratedChecksum(import.meta.resolve('@electric-sql/pglite'));
  return join(SNAPSHOTS, `${checksum}.tar`);
}

async function serve(engine: PGlite) {
  const server = await SocketServer.listen('127.0.0.1', 0);
  server.serve(new Session(engine));
  const hangUp = () => server.close();
  const close = async () => {
    await hangUp();
    await engine.close();
  };
  return { url: `postgres://postgres@127.0.0.1:${server.port}/postgres`, hangUp, close };
}
