import { formatHalfvec } from '../connection/column-types.ts';
import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';

export interface EmbeddedEntry {
  readonly entryId: string;
  readonly model: string;
  /** Of the text that was embedded. */
  readonly contentHash: string;
  /** One vector for each chunk: 384 numbers, L2-normalised. */
  readonly chunks: readonly Float32Array[];
}

/** Writes the vectors of entries. */
export function embeddingWriter({ sql }: Transaction) {
  return typedErrors({
    /** Removes an entry's vectors of every model: its text is another one now. */
    async clear(entryId: string): Promise<void> {
      await sql`DELETE FROM entry_embeddings WHERE entry_id = ${entryId}`;
    },

    /**
     * Replaces an entry's vectors of one model, if its content still is what was embedded.
     * @returns false when the entry is gone or was changed meanwhile; nothing is written then
     */
    async replace({ entryId, model, contentHash, chunks }: EmbeddedEntry): Promise<boolean> {
      const [entry] = await sql<{ diaryId: string }[]>`
        SELECT diary_id FROM entries
        WHERE id = ${entryId} AND content_hash = ${contentHash} FOR SHARE`;
      if (!entry) return false;
      await sql`
        DELETE FROM entry_embeddings WHERE entry_id = ${entryId} AND model = ${model}`;
      await sql`
        INSERT INTO entry_embeddings (entry_id, chunk, model, diary_id, embedding)
        SELECT ${entryId}, number - 1, ${model}, ${entry.diaryId}, embedding::halfvec(384)
        FROM unnest(${chunks.map(formatHalfvec)}::text[]) WITH ORDINALITY AS c (embedding, number)`;
      return true;
    },
  });
}
