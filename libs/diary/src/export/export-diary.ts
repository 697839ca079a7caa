import { Readable } from 'node:stream';
import type { Principal } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { type Database, diaryReader, type DiaryRecord } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { endLine, entryLine, headLine, relationLine } from './export-lines.ts';
import { exportedEntries } from './exported-entries.ts';
import { exportedRelations } from './exported-relations.ts';
import { Spool } from './spool.ts';

/** Each has a file as large as its diary until the client has it, for ten minutes at the most. */
const MAX_EXPORTS = 8;
const MAX_OF_ONE_CALLER = 2;

/** The exports of this process that are under way, by who asked for them. */
export class Exports {
  readonly #underWay = new Map<string, number>();
  #total = 0;

  /**
   * Counts one more, until what is returned is called.
   * @throws Problem 503 where there are enough already
   */
  begin(callerId: string): () => void {
    const own = this.#underWay.get(callerId) ?? 0;
    if (own >= MAX_OF_ONE_CALLER || this.#total >= MAX_EXPORTS) {
      const who = own >= MAX_OF_ONE_CALLER ? 'Two exports of yours' : 'Exports of others';
      throw new Problem('SERVICE_UNAVAILABLE', `${who} are under way. Try again after them.`, {
        retryAfter: 5,
      });
    }
    this.#underWay.set(callerId, own + 1);
    this.#total += 1;
    return () => {
      const left = (this.#underWay.get(callerId) ?? 1) - 1;
      if (left > 0) this.#underWay.set(callerId, left);
      else this.#underWay.delete(callerId);
      this.#total -= 1;
    };
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
  const finished = exports.begin(principal.identityId);
  try {
    const spool = await Spool.open();
    const lines = Readable.from(spool.read(), { objectMode: false });
    lines.once('close', () => void spool.close().finally(finished));
    spoolDiary(db, diary, spool).then(
      () => spool.end(),
      (error: unknown) => spool.end(error),
    );
    return lines;
  } catch (error) {
    finished();
    throw error;
  }
}

async function spoolDiary(db: Database, diary: DiaryRecord, spool: Spool): Promise<void> {
  await db.snapshot(async (moment) => {
    await spool.write(headLine({ id: diary.id, name: diary.name }, new Date().toISOString()));
    let entries = 0;
    for await (const page of exportedEntries(moment, diary.id)) {
      if (spool.closed) return;
      await spool.write(page.map((entry) => entryLine(entry, diary.id)).join(''));
      entries += page.length;
    }
    let relations = 0;
    for await (const page of exportedRelations(moment, diary.id)) {
      if (spool.closed) return;
      await spool.write(page.map(relationLine).join(''));
      relations += page.length;
    }
    await spool.write(endLine(entries, relations));
  });
}
