import { LIMITS } from '@moltnet/contract';
import {
  type Database,
  entryConditions,
  type EntryFilter,
  type EntryType,
  withTypedErrors,
} from '@moltnet/database';

const MOST = LIMITS.entriesPerConsolidation;
/** Bytes of a text that is compared as it reads; a longer one only with its exact copies. */
const COMPARED_BYTES = 20_000;

/** An entry as it is stored. */
export interface StoredMemory {
  readonly id: string;
  readonly entryType: EntryType;
  readonly signed: boolean;
  readonly injectionRisk: boolean;
  readonly importance: number;
  readonly createdAt: string;
  /** Mean of its chunks as a halfvec goes over the wire: dimensions, two bytes unused, then halfs. */
  readonly vector: Buffer | null;
}

/** The newest entries of a diary that pass `filter`, at most 2,000, with their vectors of the serving model. */
export async function readMemories(
  { sql }: Database,
  diaryId: string,
  filter: EntryFilter,
): Promise<{ rows: StoredMemory[]; truncated: boolean }> {
  const rows = await withTypedErrors(
    () => sql<StoredMemory[]>`
      WITH chosen AS (
        SELECT entries.id, entries.entry_type, entries.signature_scheme IS NOT NULL AS signed,
               entries.injection_risk, entries.importance, entries.created_at
        FROM entries
        WHERE entries.diary_id = ${diaryId} ${entryConditions(sql, filter)}
        ORDER BY entries.created_at DESC, entries.id DESC
        LIMIT ${MOST + 1})
      -- For each by itself: by a join, one that is taken for a few rows reads those of all for each.
      SELECT chosen.*,
             (SELECT halfvec_send(avg(embedding)) FROM entry_embeddings
              WHERE entry_id = chosen.id
                AND model = (SELECT model FROM embedding_models WHERE role = 'serving')) AS vector
      FROM chosen
      ORDER BY chosen.created_at DESC, chosen.id DESC`,
  );
  return { rows: rows.slice(0, MOST), truncated: rows.length > MOST };
}

/** For each entry what is equal where two say the same but for letter case and white space. */
export async function readTexts(
  { sql }: Database,
  entryIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await withTypedErrors(
    () => sql<{ id: string; text: string }[]>`
      SELECT id, CASE WHEN octet_length(content) <= ${COMPARED_BYTES}
                      THEN md5(lower(btrim(regexp_replace(normalize(content, NFKC), '\\s+', ' ', 'g'))))
                      ELSE content_hash END AS text
      FROM entries WHERE id = ANY (${[...entryIds]}::uuid[])`,
  );
  return new Map(rows.map(({ id, text }) => [id, text]));
}
