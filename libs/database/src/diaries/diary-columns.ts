import type { Source } from '../connection/database.ts';
import type { diaries } from '../schema/diary.ts';

/** A diary with what a response says of its creator, which is null when that is no agent. */
export type DiaryRecord = Readonly<typeof diaries.$inferSelect> & {
  readonly creatorName: string | null;
  readonly creatorPublicKey: string | null;
  readonly creatorFingerprint: string | null;
  /** Whether it holds a signed entry. */
  readonly signed: boolean;
};

/** SELECT list and joins of a DiaryRecord, from `diaries` or a CTE of that name. */
export function selectDiaries(sql: Source['sql']) {
  return sql`
    SELECT diaries.*,
           agents.name AS creator_name,
           agents.public_key AS creator_public_key,
           agents.fingerprint AS creator_fingerprint,
           EXISTS (SELECT FROM entries
                   WHERE diary_id = diaries.id AND signature_scheme IS NOT NULL) AS signed
    FROM diaries LEFT JOIN agents ON agents.identity_id = diaries.creator_id`;
}
