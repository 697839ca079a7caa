import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { teamMembers, teams } from '../schema/identity.ts';

export type TeamRecord = Readonly<typeof teams.$inferSelect>;
export type TeamMemberRecord = Readonly<typeof teamMembers.$inferSelect>;
export type TeamRole = TeamMemberRecord['role'];
export type Subject = Pick<TeamMemberRecord, 'subjectId' | 'subjectNs'>;
/** A member with what a list shows of it; the key's parts are null when it is no agent. */
export type NamedMember = TeamMemberRecord & {
  readonly name: string | null;
  readonly fingerprint: string | null;
};
export type TeamOfMember = TeamRecord & { readonly role: TeamRole };

const named = (sql: Source['sql']) => sql`
  team_members.*, coalesce(agents.name, humans.name) AS name, agents.fingerprint
  FROM team_members
  LEFT JOIN agents ON agents.identity_id = subject_id AND subject_ns = 'Agent'
  LEFT JOIN humans ON humans.identity_id = subject_id AND subject_ns = 'Human'`;

/** Reads teams and who is in them. */
export function teamReader({ sql }: Source) {
  return typedErrors({
    async get(teamId: string): Promise<TeamRecord | undefined> {
      const [team] = await sql<TeamRecord[]>`SELECT * FROM teams WHERE id = ${teamId}`;
      return team;
    },

    /** Every team of a subject with its role there, the oldest first. */
    async ofMember({ subjectId, subjectNs }: Subject): Promise<TeamOfMember[]> {
      return sql<TeamOfMember[]>`
        SELECT teams.*, role
        FROM team_members JOIN teams ON teams.id = team_id
        WHERE subject_id = ${subjectId} AND subject_ns = ${subjectNs}
        ORDER BY created_at, id`;
    },

    /** The team with the subject's role there; undefined for a stranger. */
    async forMember(
      teamId: string,
      { subjectId, subjectNs }: Subject,
    ): Promise<TeamOfMember | undefined> {
      const [team] = await sql<TeamOfMember[]>`
        SELECT teams.*, role
        FROM team_members JOIN teams ON teams.id = team_id
        WHERE team_id = ${teamId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
      return team;
    },

    /** Owners first, then managers, then members. */
    async members(teamId: string): Promise<NamedMember[]> {
      return sql<NamedMember[]>`
        SELECT ${named(sql)}
        WHERE team_id = ${teamId}
        ORDER BY array_position(ARRAY['owner', 'manager', 'member'], role), subject_id`;
    },

    async member(teamId: string, subjectId: string): Promise<NamedMember | undefined> {
      const [member] = await sql<NamedMember[]>`
        SELECT ${named(sql)}
        WHERE team_id = ${teamId} AND subject_id = ${subjectId}`;
      return member;
    },

    async ownerCount(teamId: string): Promise<number> {
      const [row] = await sql<[{ count: number }]>`
        SELECT count(*) FROM team_members WHERE team_id = ${teamId} AND role = 'owner'`;
      return row.count;
    },

    /** Undefined for a stranger. */
    async role(teamId: string, { subjectId, subjectNs }: Subject): Promise<TeamRole | undefined> {
      const [member] = await sql<Pick<TeamMemberRecord, 'role'>[]>`
        SELECT role FROM team_members
        WHERE team_id = ${teamId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
      return member?.role;
    },
  });
}
