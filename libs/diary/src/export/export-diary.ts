import { Readable } from 'node:stream';
import type { Principal } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { type Database, diaryReader, type DiaryRecord } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { endLine, entryLine, headLine } from './export-lines.ts';
import { exportedEntries } from './exported-entries.ts';
import { Spool } from './spool.ts';

/** Each has a database connection while it reads, and a file as large as the diary. */
const MAX_EXPORTS = 2;

/** The exports of this process that are under way. */
export class Exports {
  #underWay = 0;

  /** @throws Problem 503 where there are enough already */
  begin(): () => void {
    if (this.#underWay >= MAX_EXPORTS) {
      throw new Problem('SERVICE_UNAVAILABLE', 'Others are exporting. Try again shortly.', {
        retryAfter: 5,
      });
    }
    this.#underWay += 1;
    return () => void (this.#underWay -= 1);
  }
}

/**
 * A diary as JSON Lines, as it stands at one moment (docs/import-export.md). It is read in one
 * snapshot at the speed of the database, and sent at the speed of the client: between them lies a
 * file, for a transaction must not wait for the network.
 * @throws Problem 404 where the diary may not be read, 503 while too many are exported
 */
export async function exportDiary(
  { db, permissions, exports }: DiaryDependencies & { exports: Exports },
  principal: Principal,
  diaryId: string,
): Promise<Readable> {
  const diary = await permissions.require(principal, 'read', await diaryReader(db).get(diaryId));
  const finished = exports.begin();
  try {
    const spool = await Spool.open();
    void spoolDiary(db, diary, spool)
      .then(
        () => spool.end(),
        (error: unknown) => spool.end(error),
      )
      .finally(finished);
    return Readable.from(spool.read(), { objectMode: false });
  } catch (error) {
    finished();
    throw error;
  }
}

async function spoolDiary(db: Database, diary: DiaryRecord, spool: Spool): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
    await spool.write(headLine({ id: diary.id, name: diary.name }, new Date().toISOString()));
    let entries = 0;
    for await (const page of exportedEntries(tx, diary.id)) {
      if (spool.closed) return;
      await spool.write(page.map((entry) => entryLine(entry, diary.id)).join(''));
      entries += page.length;
    }
    await spool.write(endLine(entries));
  });
}
