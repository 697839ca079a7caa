import {
  type Database,
  type Expired,
  type Perishable,
  expiredPackReader,
  expiredPackWriter,
} from '@moltnet/database';

/** Rows in one transaction: the text of a pack may be a megabyte. */
const BATCH = 50;
/** Batches in one run; the next one goes on. */
const MAX_BATCHES = 200;

export interface CollectionLogger {
  warn(fields: object, message: string): void;
}

/**
 * Deletes expired packs and rendered packs in small batches. A batch that fails is done again row by
 * row, and a row that still fails is passed over: it holds up no other.
 * @returns how many were deleted
 */
export async function collectExpired(
  db: Database,
  logger: CollectionLogger,
  signal?: AbortSignal,
): Promise<number> {
  const rendered = await collect(db, 'rendered_packs', logger, signal);
  return rendered + (await collect(db, 'packs', logger, signal));
}

async function collect(
  db: Database,
  table: Perishable,
  logger: CollectionLogger,
  signal: AbortSignal | undefined,
): Promise<number> {
  let deleted = 0;
  let after: Expired | undefined;
  for (let turn = 0; turn < MAX_BATCHES; turn += 1) {
    if (signal?.aborted) break;
    const batch = await expiredPackReader(db).list(table, after, BATCH);
    deleted += await deleteBatch(db, table, batch, logger);
    after = batch.at(-1);
    if (batch.length < BATCH) break;
  }
  return deleted;
}

async function deleteBatch(
  db: Database,
  table: Perishable,
  batch: readonly Expired[],
  logger: CollectionLogger,
): Promise<number> {
  const remove = (ids: readonly string[]) =>
    db.transaction((tx) => expiredPackWriter(tx).delete(table, ids));
  if (batch.length === 0) return 0;
  try {
    return await remove(batch.map(({ id }) => id));
  } catch (error) {
    logger.warn({ err: error, table }, 'expired packs: a batch failed, going row by row');
  }
  let deleted = 0;
  for (const { id } of batch) {
    try {
      deleted += await remove([id]);
    } catch (error) {
      logger.warn({ err: error, table, id }, 'expired packs: a row was passed over');
    }
  }
  return deleted;
}
