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
  // Three statements, however many entries there are.
  async function replaceMany(
    model: string,
    entries: readonly Omit<EmbeddedEntry, 'model'>[],
  ): Promise<Set<string>> {
    const unchanged = await sql<{ id: string; diaryId: string }[]>`
      SELECT entries.id, entries.diary_id
      FROM entries JOIN unnest(${entries.map(({ entryId }) => entryId)}::uuid[],
                               ${entries.map(({ contentHash }) => contentHash)}::text[]) AS e (id, hash)
        ON entries.id = e.id AND entries.content_hash = e.hash
      ORDER BY entries.id FOR SHARE OF entries`;
    const diaries = new Map(unchanged.map(({ id, diaryId }) => [id, diaryId]));
    if (diaries.size === 0) return new Set();
    await sql`
      DELETE FROM entry_embeddings
      WHERE entry_id = ANY (${[...diaries.keys()]}::uuid[]) AND model = ${model}`;
    const rows = entries.flatMap(({ entryId, chunks }) => {
      const diaryId = diaries.get(entryId);
      if (diaryId === undefined) return [];
      return chunks.map((vector, chunk) => ({ entryId, chunk, diaryId, vector }));
    });
    await sql`
      INSERT INTO entry_embeddings (entry_id, chunk, model, diary_id, embedding)
      SELECT entry_id, chunk, ${model}, diary_id, embedding::halfvec(384)
      FROM unnest(${rows.map(({ entryId }) => entryId)}::uuid[],
                  ${rows.map(({ chunk }) => chunk)}::smallint[],
                  ${rows.map(({ diaryId }) => diaryId)}::uuid[],
                  ${rows.map(({ vector }) => formatHalfvec(vector))}::text[])
        AS chunks (entry_id, chunk, diary_id, embedding)`;
    return new Set(diaries.keys());
  }

  return typedErrors({
    /** Removes an entry's vectors of every model: its text is another one now. */
    async clear(entryId: string): Promise<void> {
      await sql`DELETE FROM entry_embeddings WHERE entry_id = ${entryId}`;
    },

    /**
     * Replaces an entry's vectors of one model, if its content still is what was embedded.
     * @returns false when the entry is gone or was changed meanwhile; nothing is written then
     */
    async replace({ model, ...entry }: EmbeddedEntry): Promise<boolean> {
      return (await replaceMany(model, [entry])).has(entry.entryId);
    },

    /** The same for several entries; returns the ids of those whose vectors were written. */
    replaceMany,
  });
}
