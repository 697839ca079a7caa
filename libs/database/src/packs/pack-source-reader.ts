import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { EntryRecord } from '../entries/entry-columns.ts';

/** An entry that is to be packed, without its text. */
export type PackSource = Pick<EntryRecord, 'id' | 'contentHash' | 'injectionRisk'> & {
  /** Characters of the content. */
  readonly characters: number;
};

/** What of an entry gets packed. */
export type PackSourceText = Pick<EntryRecord, 'id' | 'title' | 'content' | 'tags'>;

/** Reads entries in order to pack them. */
export function packSourceReader({ sql }: Source) {
  return typedErrors({
    /** Those of `entryIds` that are in the diary, in no order. */
    async inDiary(diaryId: string, entryIds: readonly string[]): Promise<PackSource[]> {
      return sql<PackSource[]>`
        SELECT id, content_hash, injection_risk, char_length(content) AS characters
        FROM entries
        WHERE id = ANY (${[...entryIds]}::uuid[]) AND diary_id = ${diaryId}`;
    },

    /** Their texts, where they still are what they were when `inDiary` read them; in no order. */
    async texts(
      sources: readonly Pick<PackSource, 'id' | 'contentHash'>[],
    ): Promise<PackSourceText[]> {
      const ids = sources.map(({ id }) => id);
      const hashes = sources.map(({ contentHash }) => contentHash);
      return sql<PackSourceText[]>`
        SELECT id, title, content, tags
        FROM unnest(${ids}::uuid[], ${hashes}::text[]) AS source (id, content_hash)
        JOIN entries USING (id, content_hash)`;
    },
  });
}
