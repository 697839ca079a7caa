import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { publicFeedWriter } from '../feed/public-feed-writer.ts';
import { selectDiaries, type DiaryRecord } from './diary-columns.ts';

export type NewDiary = Pick<DiaryRecord, 'id' | 'name' | 'visibility' | 'teamId' | 'creatorId'>;
export type DiaryChanges = Partial<Pick<DiaryRecord, 'name' | 'visibility'>>;

/** Writes diaries. */
export function diaryWriter(tx: Transaction) {
  const { sql } = tx;
  return typedErrors({
    /** @throws {ForeignKeyViolation} diaries_team_id_fkey: no such team */
    async create(diary: NewDiary): Promise<DiaryRecord> {
      const [created] = await sql<[DiaryRecord]>`
        WITH diaries AS (
          INSERT INTO diaries (id, name, visibility, team_id, creator_id)
          VALUES (${diary.id}, ${diary.name}, ${diary.visibility}, ${diary.teamId},
                  ${diary.creatorId})
          RETURNING *)
        ${selectDiaries(sql)}`;
      return created;
    },

    /**
     * Changes a diary. Undefined when it is gone or, where `expectedRevision` is given, is at
     * another revision.
     */
    async patch(
      diaryId: string,
      { name, visibility }: DiaryChanges,
      expectedRevision?: number,
    ): Promise<DiaryRecord | undefined> {
      // Locked first, so that an entry that comes in meanwhile is in the feed by its new visibility.
      const [before] =
        visibility === undefined
          ? []
          : await sql<Pick<DiaryRecord, 'visibility'>[]>`
              SELECT visibility FROM diaries WHERE id = ${diaryId} FOR UPDATE`;
      const [diary] = await sql<DiaryRecord[]>`
        WITH diaries AS (
          UPDATE diaries
          SET name = coalesce(${name ?? null}, name),
              visibility = coalesce(${visibility ?? null}, visibility),
              revision = revision + 1,
              updated_at = clock_timestamp()
          WHERE id = ${diaryId}
            AND revision = coalesce(${expectedRevision ?? null}, revision)
          RETURNING *)
        ${selectDiaries(sql)}`;
      if (diary && before && before.visibility !== diary.visibility) {
        await publicFeedWriter(tx).refreshDiary(diaryId);
      }
      return diary;
    },

    /** Gives a diary to another team. */
    async setTeam(diaryId: string, teamId: string): Promise<void> {
      await sql`
        UPDATE diaries
        SET team_id = ${teamId}, revision = revision + 1, updated_at = clock_timestamp()
        WHERE id = ${diaryId}`;
    },

    /**
     * Locks a diary until the transaction ends: what hangs on it, such as grants, shares, relations
     * and transfers, changes one after the other and reaches the permission service in that order.
     * Entries may go on being added. False when the diary is gone.
     */
    async lock(diaryId: string): Promise<boolean> {
      const { count } = await sql`
        SELECT FROM diaries WHERE id = ${diaryId} FOR NO KEY UPDATE`;
      return count === 1;
    },

    /** The same for several, by id, so that two who lock some of them never wait for each other. */
    async lockAll(diaryIds: readonly string[]): Promise<void> {
      await sql`
        SELECT FROM diaries WHERE id = ANY (${[...diaryIds]}::uuid[])
        ORDER BY id FOR NO KEY UPDATE`;
    },

    /** Locks a diary against entries being added, too; for rules that hold of all its entries. */
    async lockAgainstEntries(diaryId: string): Promise<void> {
      await sql`SELECT FROM diaries WHERE id = ${diaryId} FOR UPDATE`;
    },

    /** Who can see a diary, which nobody changes until the transaction ends; undefined when it is gone. */
    async holdVisibility(diaryId: string): Promise<DiaryRecord['visibility'] | undefined> {
      const [diary] = await sql<Pick<DiaryRecord, 'visibility'>[]>`
        SELECT visibility FROM diaries WHERE id = ${diaryId} FOR KEY SHARE`;
      return diary?.visibility;
    },

    /** Deletes a diary and its entries; the proofs of signed ones stay. False when it is gone. */
    async delete(diaryId: string): Promise<boolean> {
      const { count } = await sql`DELETE FROM diaries WHERE id = ${diaryId}`;
      return count === 1;
    },
  });
}
