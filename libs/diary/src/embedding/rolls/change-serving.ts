import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Database,
  embeddingModelReader,
  type EmbeddingModelRecord,
  embeddingModelWriter,
  embeddingReportReader,
  embeddingRollQueueReader,
  type Source,
} from '@moltnet/database';
import { RollRefusedError } from './roll-refused.ts';

/** How long a few entries that were written just now are waited for. */
const PATIENCE_MS = 15_000;
const LOOK_MS = 250;

export interface ServingChange {
  /** Which role serves next, and which the model that has served takes. */
  readonly next: 'target' | 'previous';
  readonly before: 'previous' | 'target';
  /** Where there is no model in that role. */
  readonly none: string;
  /** Serve with it though it lacks entries, or a process has not got it. */
  readonly force: boolean;
}

/**
 * Makes another model the serving one, in one transaction that no writer of vectors is in: what it
 * finds complete is complete when it commits.
 * @returns the model that serves now
 * @throws {RollRefusedError} where there is none, or it is not complete and that is not forced
 */
export async function changeServing(db: Database, change: ServingChange): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const outcome = await db.transaction(async (tx) => {
      await embeddingModelWriter(tx).lockRoles();
      const records = await embeddingModelReader(tx).all();
      const next = records.find(({ role }) => role === change.next);
      if (!next) throw new RollRefusedError(change.none);
      // Without its index a search would read every vector there is.
      if (!next.indexed) throw new RollRefusedError(`the index of ${next.model} is not built yet`);
      const lack = change.force ? undefined : await lackOf(tx, next);
      if (!lack) await embeddingModelWriter(tx).serve(next.model, change.before);
      return { model: next.model, lack };
    });
    if (!outcome.lack) return outcome.model;
    if (!outcome.lack.passing || Date.now() > deadline) {
      throw new RollRefusedError(`${outcome.lack.reason} (--force does it all the same)`);
    }
    await sleep(LOOK_MS);
  }
}

interface Lack {
  readonly reason: string;
  /** It will be over in a moment. */
  readonly passing: boolean;
}

async function lackOf(source: Source, record: EmbeddingModelRecord): Promise<Lack | undefined> {
  const { model, walkedAt, walked, total } = record;
  const { waiting, failed, lastError } = await embeddingRollQueueReader(source).counts(model);
  if (walkedAt === null) {
    const done = Math.max(0, walked - waiting);
    const reason = `${model} is not complete: ${done} of ${Math.max(total, walked)} entries`;
    return { reason, passing: false };
  }
  if (failed > 0) {
    const reason = `${failed} entries could not be embedded with ${model}: ${lastError}`;
    return { reason, passing: false };
  }
  if (waiting > 0) {
    return { reason: `${waiting} entries still wait for ${model}`, passing: true };
  }
  return unloaded(source, model);
}

/** A process that lacks the model would search by words alone from the switch on. */
async function unloaded(source: Source, model: string): Promise<Lack | undefined> {
  const reports = (await embeddingReportReader(source).recent()).filter(
    (report) => report.model === model,
  );
  const without = reports.find(({ status }) => status !== 'ok');
  if (without) {
    const { process, error, status } = without;
    const reason = `${model} is not loaded in ${process}: ${error ?? status}`;
    return { reason, passing: status === 'loading' };
  }
  if (reports.length > 0) return undefined;
  return { reason: `no process has said that it has loaded ${model}`, passing: true };
}
