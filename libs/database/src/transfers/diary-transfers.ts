import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { diaryTransfers } from '../schema/transfers.ts';

export type DiaryTransferRecord = Readonly<typeof diaryTransfers.$inferSelect>;
export type NewDiaryTransfer = Pick<
  DiaryTransferRecord,
  'id' | 'diaryId' | 'sourceTeamId' | 'destinationTeamId' | 'initiatedBy'
> & { readonly expiresInDays: number };

/** Reads diaries that are on their way to another team. */
export function diaryTransferReader({ sql }: Source) {
  return typedErrors({
    async get(transferId: string): Promise<DiaryTransferRecord | undefined> {
      const [transfer] = await sql<DiaryTransferRecord[]>`
        SELECT * FROM diary_transfers WHERE id = ${transferId}`;
      return transfer;
    },

    /** Undecided ones into these teams, the oldest first, at most `limit`. */
    async pendingInto(teamIds: readonly string[], limit: number): Promise<DiaryTransferRecord[]> {
      return sql<DiaryTransferRecord[]>`
        SELECT * FROM diary_transfers
        WHERE destination_team_id = ANY (${[...teamIds]}::uuid[])
          AND status = 'pending' AND expires_at > clock_timestamp()
        ORDER BY created_at, id LIMIT ${limit}`;
    },
  });
}

/** Writes diary transfers. */
export function diaryTransferWriter({ sql }: Transaction) {
  return typedErrors({
    /** @throws {UniqueViolation} diary_transfers_pending_idx: the diary has one that is pending */
    async create(transfer: NewDiaryTransfer): Promise<DiaryTransferRecord> {
      const [created] = await sql<[DiaryTransferRecord]>`
        INSERT INTO diary_transfers
          (id, diary_id, source_team_id, destination_team_id, initiated_by, expires_at)
        VALUES (${transfer.id}, ${transfer.diaryId}, ${transfer.sourceTeamId},
                ${transfer.destinationTeamId}, ${transfer.initiatedBy},
                now() + ${transfer.expiresInDays} * interval '1 day')
        RETURNING *`;
      return created;
    },

    /** Undefined when it is decided already or past its time. */
    async resolve(
      transferId: string,
      status: 'accepted' | 'rejected',
      resolvedBy: string,
    ): Promise<DiaryTransferRecord | undefined> {
      const [resolved] = await sql<DiaryTransferRecord[]>`
        UPDATE diary_transfers
        SET status = ${status}, resolved_by = ${resolvedBy}, resolved_at = clock_timestamp()
        WHERE id = ${transferId} AND status = 'pending' AND expires_at > clock_timestamp()
        RETURNING *`;
      return resolved;
    },

    /** Ends what nobody decided in time, of one diary. */
    async expireOf(diaryId: string): Promise<void> {
      await sql`
        UPDATE diary_transfers SET status = 'expired', resolved_at = clock_timestamp()
        WHERE diary_id = ${diaryId} AND status = 'pending' AND expires_at <= clock_timestamp()`;
    },

    /** Ends what nobody decided in time, at most `limit`; returns how many. */
    async expire(limit: number): Promise<number> {
      const { count } = await sql`
        UPDATE diary_transfers SET status = 'expired', resolved_at = clock_timestamp()
        WHERE id IN (
          SELECT id FROM diary_transfers
          WHERE status = 'pending' AND expires_at <= clock_timestamp()
          LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
      return count;
    },
  });
}
