import { ADVISORY_LOCKS } from '../connection/advisory-locks.ts';
import type { Database } from '../connection/database.ts';
import { withTypedErrors } from '../connection/translate-error.ts';

/** The index over the vectors of all models, with which a database begins. */
const SHARED_INDEX = 'entry_embeddings_hnsw_idx';

/** Name of the HNSW index of one model alone. */
export function modelIndexName(id: number): string {
  return `entry_embeddings_hnsw_${id}_idx`;
}

/** Builds and drops the indexes over vectors; every step can be repeated. */
export interface EmbeddingIndexes {
  /** An HNSW index of one model alone; takes long where there are many vectors of it. */
  build(model: { readonly id: number; readonly model: string }): Promise<void>;
  drop(id: number): Promise<void>;
  /** Drops the index over all models, in which vectors of one stand in the way of those of another. */
  dropShared(): Promise<void>;
}

/**
 * Runs `work` where no other process is at the indexes. Everything is done CONCURRENTLY, so that
 * neither readers nor writers wait, and therefore outside a transaction; when `signal` aborts, the
 * statement under way is cancelled, and begun anew by the next who comes.
 * @returns false where somebody else is at them
 */
export async function withEmbeddingIndexes(
  db: Database,
  signal: AbortSignal,
  work: (indexes: EmbeddingIndexes) => Promise<void>,
): Promise<boolean> {
  return withTypedErrors(async () => {
    const session = await db.sql.reserve();
    try {
      // Asked, never waited for: CREATE INDEX CONCURRENTLY waits for every statement before it.
      const [lock] = await session<[{ got: boolean }]>`
        SELECT pg_try_advisory_lock(${ADVISORY_LOCKS.embeddingIndexes}) AS got`;
      if (!lock.got) return false;
      try {
        await session`SET statement_timeout = 0`;
        await work(indexesOn(session, signal));
        return true;
      } finally {
        await session`RESET statement_timeout`;
        await session`SELECT pg_advisory_unlock(${ADVISORY_LOCKS.embeddingIndexes})`;
      }
    } finally {
      session.release();
    }
  });
}

type Session = Awaited<ReturnType<Database['sql']['reserve']>>;

function indexesOn(session: Session, signal: AbortSignal): EmbeddingIndexes {
  async function run(statement: string): Promise<void> {
    signal.throwIfAborted();
    const running = session.unsafe(statement).simple();
    const cancel = () => running.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await running;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }
  const dropByName = (name: string) => run(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);

  return {
    async build({ id, model }) {
      const name = modelIndexName(id);
      const [found] = await session<[{ valid: boolean }?]>`
        SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass(${name})`;
      if (found?.valid) return;
      // What a build that was interrupted left is kept up to date and never read.
      if (found) await dropByName(name);
      const [{ predicate }] = await session<[{ predicate: string }]>`
        SELECT quote_literal(${model}) AS predicate`;
      await run(`
        CREATE INDEX CONCURRENTLY IF NOT EXISTS ${name} ON entry_embeddings
          USING hnsw (embedding halfvec_cosine_ops) WITH (m = 16, ef_construction = 64)
          WHERE model = ${predicate}`);
    },
    drop: (id) => dropByName(modelIndexName(id)),
    dropShared: () => dropByName(SHARED_INDEX),
  };
}
