import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { teamInvites } from '../schema/teams.ts';

export type TeamInviteRecord = Readonly<typeof teamInvites.$inferSelect>;
export type NewTeamInvite = Pick<
  TeamInviteRecord,
  'id' | 'teamId' | 'codeHash' | 'role' | 'maxUses' | 'createdBy'
> & { readonly expiresInHours: number };
/** An invite and whether its time is over, by the database's clock. */
export type FoundInvite = TeamInviteRecord & { readonly expired: boolean };

/** Reads invites. */
export function teamInviteReader({ sql }: Source) {
  return typedErrors({
    /** Newest first, at most `limit`. */
    async list(teamId: string, limit: number): Promise<TeamInviteRecord[]> {
      return sql<TeamInviteRecord[]>`
        SELECT * FROM team_invites WHERE team_id = ${teamId}
        ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
    },

    async byCodeHash(codeHash: string): Promise<FoundInvite | undefined> {
      const [invite] = await sql<FoundInvite[]>`
        SELECT *, expires_at <= clock_timestamp() AS expired
        FROM team_invites WHERE code_hash = ${codeHash}`;
      return invite;
    },
  });
}

/** Writes invites. */
export function teamInviteWriter({ sql }: Transaction) {
  return typedErrors({
    /** @throws {ForeignKeyViolation} team_invites_team_id_fkey: no such team */
    async create(invite: NewTeamInvite): Promise<TeamInviteRecord> {
      const [created] = await sql<[TeamInviteRecord]>`
        INSERT INTO team_invites (id, team_id, code_hash, role, max_uses, created_by, expires_at)
        VALUES (${invite.id}, ${invite.teamId}, ${invite.codeHash}, ${invite.role},
                ${invite.maxUses}, ${invite.createdBy},
                now() + ${invite.expiresInHours} * interval '1 hour')
        RETURNING *`;
      return created;
    },

    /** Counts one use of an invite that has one left; call it with the team locked. */
    async use(inviteId: string): Promise<void> {
      await sql`UPDATE team_invites SET use_count = use_count + 1 WHERE id = ${inviteId}`;
    },

    /** False when the team has no such invite. */
    async delete(teamId: string, inviteId: string): Promise<boolean> {
      const { count } = await sql`
        DELETE FROM team_invites WHERE id = ${inviteId} AND team_id = ${teamId}`;
      return count === 1;
    },
  });
}
