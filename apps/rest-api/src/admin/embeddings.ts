import type { Database } from '@moltnet/database';
import {
  dropModel,
  embeddingsStatus,
  rollBack,
  RollRefusedError,
  startRoll,
  switchModel,
} from '@moltnet/diary';
import { type AdminContext, openDatabase } from './admin-context.ts';
import { statusLines } from './embeddings-status-lines.ts';

/** Counting the vectors of a large database. */
const COUNT_TIMEOUT_MS = 600_000;

/** Prints where the models stand, for a person or as JSON for a program. */
export async function showStatus(ctx: AdminContext, json: boolean): Promise<boolean> {
  return withDatabase(ctx, async (db) => {
    const status = await embeddingsStatus(db);
    if (json) ctx.write(JSON.stringify(status));
    else for (const line of statusLines(status)) ctx.write(line);
  });
}

export async function roll(ctx: AdminContext, model: string): Promise<boolean> {
  const { embeddingModelDir: modelDir, embeddingAllowDownload: allowDownload } = ctx.config;
  return withDatabase(ctx, async (db) => {
    await startRoll(db, model, { modelDir, allowDownload, threads: 1 });
    ctx.write(`rolling to ${model}: the workers embed with it from now on`);
  });
}

export async function switchOver(ctx: AdminContext, force: boolean): Promise<boolean> {
  return withDatabase(ctx, async (db) => {
    ctx.write(`${await switchModel(db, force)} serves; rollback goes back, drop-old ends that`);
  });
}

export async function goBack(ctx: AdminContext, force: boolean): Promise<boolean> {
  return withDatabase(ctx, async (db) => {
    ctx.write(`${await rollBack(db, force)} serves again; switch goes forth, abort ends that`);
  });
}

export async function abort(ctx: AdminContext): Promise<boolean> {
  return withDatabase(ctx, async (db) => {
    ctx.write(
      `the roll to ${await dropModel(db, 'target')} is given up: the workers remove its vectors`,
    );
  });
}

export async function dropOld(ctx: AdminContext): Promise<boolean> {
  return withDatabase(ctx, async (db) => {
    ctx.write(`the workers remove the vectors of ${await dropModel(db, 'previous')}`);
  });
}

/** @returns false where `work` was refused, which the operator is told */
async function withDatabase(
  ctx: AdminContext,
  work: (db: Database) => Promise<void>,
): Promise<boolean> {
  const db = openDatabase(ctx, { statementTimeoutMs: COUNT_TIMEOUT_MS });
  try {
    await work(db);
    return true;
  } catch (error) {
    if (!(error instanceof RollRefusedError)) throw error;
    ctx.write(error.message);
    return false;
  } finally {
    await db.close();
  }
}
