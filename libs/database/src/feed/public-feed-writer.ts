import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';

/**
 * `INSERT INTO public_feed …` for those of `entries`, a table or a CTE of that name, that are in a
 * public diary. The diary is read under the lock that the foreign key takes anyway, so that a change
 * of its visibility, which takes a stronger one, is either seen or waits and sees these entries.
 * `OFFSET 0`, because the planner would else look for public ones before it locks them.
 */
export function insertIntoFeed(sql: Source['sql']) {
  return sql`
    INSERT INTO public_feed (topic, flagged, created_at, entry_id)
    SELECT DISTINCT topic, entries.injection_risk OR cardinality(entries.content_flags) > 0,
           entries.created_at, entries.id
    FROM entries
    CROSS JOIN LATERAL (
      SELECT visibility FROM diaries WHERE id = entries.diary_id OFFSET 0 FOR KEY SHARE) AS diary
    CROSS JOIN LATERAL unnest(entries.tags || ''::text) AS topic
    WHERE diary.visibility = 'public'`;
}

/** Keeps the public feed what the entries of public diaries are. */
export function publicFeedWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * Before an entry is changed: `refresh` then sees what a change of visibility made of the feed.
     * Not after it, or this and who deletes the diary would wait for each other.
     */
    async lockDiaryOf(entryId: string): Promise<void> {
      await sql`
        SELECT FROM diaries WHERE id = (SELECT diary_id FROM entries WHERE id = ${entryId})
        FOR KEY SHARE`;
    },

    /** After an entry has changed; its diary must be locked. */
    async refresh(entryId: string): Promise<void> {
      await sql`DELETE FROM public_feed WHERE entry_id = ${entryId}`;
      await sql`
        WITH entries AS (SELECT * FROM entries WHERE id = ${entryId}) ${insertIntoFeed(sql)}`;
    },

    /** After a diary's visibility has changed; its row must be locked FOR UPDATE. */
    async refreshDiary(diaryId: string): Promise<void> {
      await sql`
        DELETE FROM public_feed USING entries
        WHERE entries.diary_id = ${diaryId} AND public_feed.entry_id = entries.id`;
      await sql`
        WITH entries AS (SELECT * FROM entries WHERE diary_id = ${diaryId}) ${insertIntoFeed(sql)}`;
    },
  });
}
