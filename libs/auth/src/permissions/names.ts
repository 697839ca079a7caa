import type {
  DiaryGrantRecord,
  GroupMemberRecord,
  GroupRecord,
  RelationTuple,
  Subject,
  SubjectShare,
  TeamMemberRecord,
} from '@moltnet/database';
import type { Principal } from '../tokens/principal.ts';

/**
 * The names of Keto's permission model. infra/ory/permissions.ts defines the model itself, in Ory's
 * permission language; a test compares the two.
 */
export const NAMESPACES = ['Agent', 'Human', 'Group', 'Team', 'Diary', 'DiaryEntry'] as const;

/** What a principal may do with a diary; each is a permit of the namespace `Diary`. */
export const VERBS = ['read', 'write', 'manage'] as const;
export type Verb = (typeof VERBS)[number];

export const TEAM_ROLES = ['owners', 'managers', 'members'] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

/** The agent itself as a subject: an empty relation stands for the object and not for a set around it. */
export function agentSubject(identityId: string): RelationTuple['subjectSet'] {
  return { namespace: 'Agent', object: identityId, relation: '' };
}

/** The caller as a subject. */
export function principalSubject(principal: Principal): RelationTuple['subjectSet'] {
  const { subjectNs, subjectId } = subjectOf(principal);
  return { namespace: subjectNs, object: subjectId, relation: '' };
}

/** `Team:<teamId>#<role>@Agent:<identityId>`: the agent holds that role in the team. */
export function teamRole(teamId: string, role: TeamRole, identityId: string): RelationTuple {
  return {
    namespace: 'Team',
    object: teamId,
    relation: role,
    subjectSet: agentSubject(identityId),
  };
}

/** Who a principal is in teams, groups and grants. */
export function subjectOf({ kind, identityId }: Principal): MemberSubject {
  return { subjectId: identityId, subjectNs: kind === 'human' ? 'Human' : 'Agent' };
}

type MemberSubject = Subject & { readonly subjectNs: 'Agent' | 'Human' };

type Membership = Pick<TeamMemberRecord, 'teamId' | 'subjectId' | 'subjectNs' | 'role'>;

/** A member's role in a team, as the relation that says the same. */
export function teamMembership(member: Membership): RelationTuple {
  const { teamId, subjectId, subjectNs, role } = member;
  return {
    namespace: 'Team',
    object: teamId,
    relation: `${role}s`,
    subjectSet: { namespace: subjectNs, object: subjectId, relation: '' },
  };
}

/** `Group:<groupId>#team@Team:<teamId>`: the group is of the team. */
export function groupTeam({ id, teamId }: Pick<GroupRecord, 'id' | 'teamId'>): RelationTuple {
  const subjectSet = { namespace: 'Team', object: teamId, relation: '' };
  return { namespace: 'Group', object: id, relation: 'team', subjectSet };
}

/** `Group:<groupId>#members@<subject>`: the subject is in the group. */
export function groupMembership(member: GroupMemberRecord): RelationTuple {
  const { groupId, subjectId, subjectNs } = member;
  const subjectSet = { namespace: subjectNs, object: subjectId, relation: '' };
  return { namespace: 'Group', object: groupId, relation: 'members', subjectSet };
}

type Grant = Pick<DiaryGrantRecord, 'diaryId' | 'subjectId' | 'subjectNs' | 'role'>;

/**
 * `Diary:<diaryId>#<role>s@<subject>`: the subject has that role on the diary by grant. A group
 * stands for its members.
 */
export function diaryGrant({ diaryId, subjectId, subjectNs, role }: Grant): RelationTuple {
  const relation = subjectNs === 'Group' ? 'members' : '';
  return {
    namespace: 'Diary',
    object: diaryId,
    relation: `${role}s`,
    subjectSet: { namespace: subjectNs, object: subjectId, relation },
  };
}

/**
 * `DiaryEntry:<entryId>#readers@<subject>`: the entry is shared with the subject by itself. Nothing
 * else is written of an entry: its diary is asked in the same call.
 */
export function entryShare({ entryId, subjectId, subjectNs }: SubjectShare): RelationTuple {
  const subjectSet = { namespace: subjectNs, object: subjectId, relation: '' };
  return { namespace: 'DiaryEntry', object: entryId, relation: 'readers', subjectSet };
}

/** `Diary:<diaryId>#team@Team:<teamId>`: the diary belongs to the team. */
export function diaryTeam(diaryId: string, teamId: string): RelationTuple {
  const subjectSet = { namespace: 'Team', object: teamId, relation: '' };
  return { namespace: 'Diary', object: diaryId, relation: 'team', subjectSet };
}
