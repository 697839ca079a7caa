import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { diaryChanges } from '../schema/changes.ts';

/** A change in a diary, numbered. */
export type ChangeRecord = Readonly<typeof diaryChanges.$inferSelect>;
export type ChangeKind = ChangeRecord['kind'];

/** How far the changes are numbered and kept. */
export interface ChangeNumbers {
  /** The last number that was given; 0 before the first. */
  readonly lastSeq: number;
  /** Changes up to this number are no longer kept. */
  readonly prunedSeq: number;
  /** Whether there are changes that have no number yet. */
  readonly waiting: boolean;
}

export interface ChangeRange {
  /** Changes after this number … */
  readonly after: number;
  /** … and up to this one. */
  readonly upTo?: number;
  readonly limit: number;
}

/** Reads what changed in diaries, in the order of the numbers. */
export function changeReader({ sql }: Source) {
  return typedErrors({
    async numbers(): Promise<ChangeNumbers> {
      const [row] = await sql<[ChangeNumbers]>`
        SELECT last_seq, pruned_seq, EXISTS (SELECT FROM change_outbox) AS waiting
        FROM diary_change_numbers`;
      return row;
    },

    async list({ after, upTo, limit }: ChangeRange): Promise<ChangeRecord[]> {
      return sql<ChangeRecord[]>`
        SELECT * FROM diary_changes
        WHERE seq > ${after} ${upTo === undefined ? sql`` : sql`AND seq <= ${upTo}`}
        ORDER BY seq LIMIT ${limit}`;
    },

    async ofDiary(
      diaryId: string,
      { after, limit }: Omit<ChangeRange, 'upTo'>,
    ): Promise<ChangeRecord[]> {
      return sql<ChangeRecord[]>`
        SELECT * FROM diary_changes
        WHERE diary_id = ${diaryId} AND seq > ${after} ORDER BY seq LIMIT ${limit}`;
    },
  });
}
