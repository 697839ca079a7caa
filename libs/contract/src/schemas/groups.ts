import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Strict, Text, Timestamp, Uuid } from './common.ts';
import { MEMBER_NAMESPACES, TeamMember } from './teams.ts';

export const CreateGroupBody = Strict(
  { name: Text({ minLength: 1, maxLength: LIMITS.groupName }) },
  { title: 'CreateGroupBody' },
);

const groupFields = { id: Uuid, teamId: Uuid, name: Type.String(), createdAt: Timestamp };
export const Group = Type.Object(groupFields, { title: 'Group' });
export type Group = Static<typeof Group>;
export const GroupList = Type.Object({ items: Type.Array(Group) }, { title: 'GroupList' });
export const GroupWithMembers = Type.Object(
  { ...groupFields, members: Type.Array(TeamMember) },
  { title: 'GroupWithMembers' },
);
export type GroupWithMembers = Static<typeof GroupWithMembers>;

export const GroupParams = Strict({ id: Uuid });
export const GroupMemberParams = Strict({ id: Uuid, subjectId: Uuid });

const memberFields = { subjectId: Uuid, subjectNs: Type.Enum([...MEMBER_NAMESPACES]) };
export const GroupMemberBody = Strict(memberFields, { title: 'GroupMemberBody' });
export const GroupMember = Type.Object(memberFields, { title: 'GroupMember' });
export type GroupMember = Static<typeof GroupMember>;
