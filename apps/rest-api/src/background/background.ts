import { LIMITS } from '@moltnet/contract';
import {
  accessKeyWriter,
  changeWriter,
  diaryTransferWriter,
  enrollmentWriter,
  entryShareWriter,
  idempotencyWriter,
  recoveryChallengeWriter,
  relationOutboxWriter,
  signingRequestWriter,
  webhookWriter,
} from '@moltnet/database';
import { collectExpired } from '@moltnet/packs';
import { applyRetention, EmbeddingRoll, retentionIntervalMs } from '@moltnet/diary';
import type { Context } from '../context.ts';
import { repeat } from './repeat.ts';

const SWEEP_INTERVAL_MS = 60_000;
const SWEEP_BATCH = 500;
const DELIVERED_KEPT_MS = 24 * 3_600_000;
const DEAD_KEYS_KEPT_MS = 30 * 24 * 3_600_000;
const CHANGES_KEPT_MS = LIMITS.streams.keptDays * 24 * 3_600_000;
const WEBHOOK_LOG_KEPT_MS = LIMITS.webhooks.keptDays * 24 * 3_600_000;
const PEOPLE_INTERVAL_MS = 3_600_000;
/** So long an operator has to notice that this is not the Ory where people are. */
const GONE_KEPT_MS = 7 * 24 * 3_600_000;
const ACCESS_INTERVAL_MS = 2_000;

/**
 * What goes on beside requests: embedding the backlog, delivering relations, sweeping what expired.
 * Every process may run it; each piece takes its work under a lease.
 * @returns stops it and waits for what is under way
 */
export function startBackground(ctx: Context): () => Promise<void> {
  const { db, logger } = ctx;
  const stopping = new AbortController();
  const { signal } = stopping;
  const sweep = async () => {
    await db.transaction((tx) => idempotencyWriter(tx).sweep(SWEEP_BATCH));
    await db.transaction((tx) => accessKeyWriter(tx).sweep(DEAD_KEYS_KEPT_MS, SWEEP_BATCH));
    await db.transaction((tx) => enrollmentWriter(tx).sweep(DELIVERED_KEPT_MS, SWEEP_BATCH));
    await db.transaction((tx) => recoveryChallengeWriter(tx).sweep(SWEEP_BATCH));
    await db.transaction((tx) => diaryTransferWriter(tx).expire(SWEEP_BATCH));
    await db.transaction((tx) => entryShareWriter(tx).sweep(SWEEP_BATCH));
    await db.transaction((tx) => signingRequestWriter(tx).expire(SWEEP_BATCH));
    await db.transaction((tx) => relationOutboxWriter(tx).sweep(DELIVERED_KEPT_MS, SWEEP_BATCH));
    await db.transaction((tx) => webhookWriter(tx).sweep(WEBHOOK_LOG_KEPT_MS, SWEEP_BATCH));
  };
  const pruneChanges = async () => {
    let pruned: number;
    do {
      pruned = await db.transaction((tx) => changeWriter(tx).prune(CHANGES_KEPT_MS, SWEEP_BATCH));
    } while (pruned === SWEEP_BATCH && !signal.aborted);
  };
  const retain = async () => {
    const report = await applyRetention(db, ctx.config.retention, signal);
    if (report.entries + report.vectors > 0) logger.info(report, 'superseded: let go');
  };
  const letPeopleGo = async () => {
    const { missed, erased } = await ctx.identity.humans.letGo(GONE_KEPT_MS, signal);
    if (missed.length > 0) logger.warn({ missed }, 'people without an identity: erased in 7 days');
    for (const person of erased) logger.info(person, 'a person without an identity: erased');
  };
  ctx.relations.start();
  const running = [
    ctx.backlog.run(signal),
    new EmbeddingRoll(db, ctx.models, ctx.backlog, logger).run(signal),
    repeat('accesses', ACCESS_INTERVAL_MS, () => ctx.accesses.flush(), { signal, logger }),
    ctx.dispatcher.run(signal),
    repeat('retention', retentionIntervalMs(ctx.config.retention), retain, { signal, logger }),
    repeat('people', PEOPLE_INTERVAL_MS, letPeopleGo, { signal, logger }),
    repeat('changes', SWEEP_INTERVAL_MS, pruneChanges, { signal, logger }),
    repeat('sweep', SWEEP_INTERVAL_MS, sweep, { signal, logger }),
    // By itself: a sweep that fails before it must not keep expired packs.
    repeat('packs', SWEEP_INTERVAL_MS, () => collectExpired(db, logger, signal), {
      signal,
      logger,
    }),
  ];
  return async () => {
    stopping.abort();
    await Promise.allSettled([...running, ctx.relations.stop()]);
    await ctx.accesses.flush().catch(() => {});
  };
}
