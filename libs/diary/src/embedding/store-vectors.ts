import {
  type BacklogItem,
  type Database,
  embeddingBacklogWriter,
  embeddingModelReader,
  embeddingModelWriter,
  embeddingRollQueueWriter,
  embeddingWriter,
  type Transaction,
} from '@moltnet/database';

type Embedded = Pick<BacklogItem, 'entryId' | 'contentHash'>;

/** By model, what came of each entry, in the order of the entries. */
export type VectorsByModel = ReadonlyMap<string, readonly Float32Array[][]>;

/**
 * Writes what new entries were embedded with, and queues them for each model that they lack, all in
 * one transaction: at no time is there an entry that a switch would find without a vector and that
 * nobody has to embed. Which models there are is read in it, under a lock that a switch waits for.
 * @param next - models with which the caller embeds them next, within `leaseMs`
 * @returns false where none of the models is in use any longer; nothing is written then
 */
export async function storeNew(
  db: Database,
  entries: readonly Embedded[],
  vectors: VectorsByModel,
  next: { readonly models: readonly string[]; readonly leaseMs: number },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const models = await heldModels(tx);
    const stored = models.filter(({ model }) => vectors.has(model));
    if (stored.length === 0) return false;
    for (const { model } of stored) await write(tx, model, entries, vectors.get(model) ?? []);
    for (const { model, role, indexed } of models) {
      // One that is not filled yet comes upon them in its walk.
      const awaited = role === 'serving' || indexed;
      if (awaited && !vectors.has(model)) {
        const leaseMs = next.models.includes(model) ? next.leaseMs : 0;
        await embeddingRollQueueWriter(tx).enqueue(model, entries, leaseMs);
      }
    }
    for (const { entryId, contentHash } of entries) {
      await embeddingBacklogWriter(tx).finish(entryId, contentHash);
    }
    return true;
  });
}

/** Writes what was queued for one model, unless it is being dropped. */
export async function storeQueued(
  db: Database,
  model: string,
  entries: readonly Embedded[],
  vectors: readonly Float32Array[][],
): Promise<void> {
  await db.transaction(async (tx) => {
    const models = await heldModels(tx);
    if (models.some((held) => held.model === model)) await write(tx, model, entries, vectors);
  });
}

async function heldModels(tx: Transaction) {
  // Not awaited one by one: both go out at once, and the second sees what the lock waited for.
  const [, models] = await Promise.all([
    embeddingModelWriter(tx).holdRoles(),
    embeddingModelReader(tx).all(),
  ]);
  return models.filter(({ role }) => role !== 'dropping');
}

async function write(
  tx: Transaction,
  model: string,
  entries: readonly Embedded[],
  vectors: readonly Float32Array[][],
): Promise<void> {
  const embedded = entries.map(({ entryId, contentHash }, index) => {
    return { entryId, contentHash, chunks: vectors[index] ?? [] };
  });
  await embeddingWriter(tx).replaceMany(model, embedded);
  await embeddingRollQueueWriter(tx).finish(model, entries);
}
