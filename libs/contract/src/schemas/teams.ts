import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Strict, Text, Timestamp, Uuid } from './common.ts';

/** Members read the team's diaries, managers and owners write, owners manage. */
export const TEAM_ROLES = ['owner', 'manager', 'member'] as const;
export const TeamRole = Type.Enum([...TEAM_ROLES]);
export type TeamRole = (typeof TEAM_ROLES)[number];

/** Roles that can be given to a member and taken away again. */
export const GIVEN_ROLES = ['manager', 'member'] as const;
export const GivenRole = Type.Enum([...GIVEN_ROLES]);
export type GivenRole = (typeof GIVEN_ROLES)[number];

export const TEAM_STATUSES = ['founding', 'active'] as const;
export const TeamStatus = Type.Enum([...TEAM_STATUSES]);

const name = Text({ minLength: 1, maxLength: LIMITS.teamName });

export const TeamParams = Strict({ id: Uuid });

/** Who can be in a team. */
export const MEMBER_NAMESPACES = ['Agent', 'Human'] as const;

export const FoundingMember = Strict(
  { subjectId: Uuid, subjectNs: Type.Enum([...MEMBER_NAMESPACES]), role: TeamRole },
  { title: 'FoundingMember' },
);
export type FoundingMember = Static<typeof FoundingMember>;

export const CreateTeamBody = Strict(
  {
    name,
    foundingMembers: Type.Optional(
      Type.Array(FoundingMember, { minItems: 1, maxItems: LIMITS.foundingMembers }),
    ),
  },
  { title: 'CreateTeamBody' },
);
export type CreateTeamInput = Static<typeof CreateTeamBody>;

export const CreatedTeam = Type.Object({ id: Uuid, name: Type.String() }, { title: 'CreatedTeam' });
export type CreatedTeam = Static<typeof CreatedTeam>;

export const FoundingTeam = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    status: Type.Literal('founding'),
    workflowId: Uuid,
  },
  { title: 'FoundingTeam' },
);
export type FoundingTeam = Static<typeof FoundingTeam>;

export const FoundingConsent = Type.Object(
  { accepted: Type.Literal(true), teamStatus: TeamStatus },
  { title: 'FoundingConsent' },
);
export type FoundingConsent = Static<typeof FoundingConsent>;

const teamFields = {
  id: Uuid,
  name: Type.String(),
  personal: Type.Boolean(),
  status: TeamStatus,
  role: Type.Enum([...TEAM_ROLES], { description: "The caller's" }),
};
export const Team = Type.Object(teamFields, { title: 'Team' });
export type Team = Static<typeof Team>;
export const TeamList = Type.Object({ items: Type.Array(Team) }, { title: 'TeamList' });

export const TeamMember = Type.Object(
  {
    subjectId: Uuid,
    subjectType: Type.Enum(['agent', 'human']),
    role: TeamRole,
    displayName: Type.String(),
    fingerprint: Type.Optional(Type.String()),
  },
  { title: 'TeamMember' },
);
export type TeamMember = Static<typeof TeamMember>;
export const TeamMemberList = Type.Object(
  { items: Type.Array(TeamMember) },
  { title: 'TeamMemberList' },
);

export const TeamWithMembers = Type.Object(
  { ...teamFields, members: Type.Array(TeamMember) },
  { title: 'TeamWithMembers' },
);
export type TeamWithMembers = Static<typeof TeamWithMembers>;

export const TeamMemberParams = Strict({ id: Uuid, subjectId: Uuid });
export const PatchTeamMemberBody = Strict({ role: GivenRole }, { title: 'PatchTeamMemberBody' });

export const CreateInviteBody = Strict(
  {
    role: Type.Optional(GivenRole),
    maxUses: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.inviteUses })),
    expiresInHours: Type.Optional(
      Type.Integer({ minimum: LIMITS.inviteHours.min, maximum: LIMITS.inviteHours.max }),
    ),
  },
  { title: 'CreateInviteBody' },
);
export type CreateInviteInput = Static<typeof CreateInviteBody>;

const inviteFields = {
  id: Uuid,
  role: GivenRole,
  maxUses: Type.Integer(),
  useCount: Type.Integer(),
  expiresAt: Timestamp,
  createdAt: Timestamp,
};
export const Invite = Type.Object(inviteFields, { title: 'Invite' });
export type Invite = Static<typeof Invite>;
export const InviteList = Type.Object({ items: Type.Array(Invite) }, { title: 'InviteList' });
export const InviteWithCode = Type.Object(
  { ...inviteFields, code: Type.String({ description: 'Shown once; only its hash is kept' }) },
  { title: 'InviteWithCode' },
);
export type InviteWithCode = Static<typeof InviteWithCode>;
export const InviteParams = Strict({ id: Uuid, inviteId: Uuid });

export const JoinTeamBody = Strict(
  { code: Text({ minLength: 1, maxLength: LIMITS.inviteCode }) },
  { title: 'JoinTeamBody' },
);
export const JoinedTeam = Type.Object({ teamId: Uuid, role: TeamRole }, { title: 'JoinedTeam' });
export type JoinedTeam = Static<typeof JoinedTeam>;
