import type { Bench } from '../bench.ts';

/** What was created goes, and with it what is not embedded yet: hours of work for nobody. */
export async function emptyScratch({ db, agent }: Pick<Bench, 'db' | 'agent'>): Promise<void> {
  await db.sql`DELETE FROM entries WHERE diary_id = ${agent.scratchDiaryId}`;
  await db.sql`DELETE FROM entry_signatures WHERE diary_id = ${agent.scratchDiaryId}`;
  await db.sql`VACUUM (ANALYZE) entries, entry_signatures, embedding_backlog`;
}
