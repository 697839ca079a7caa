import type { Operation } from '../operation.ts';
import { Success } from '../schemas/common.ts';
import {
  CreateGroupBody,
  Group,
  GroupList,
  GroupMember,
  GroupMemberBody,
  GroupMemberParams,
  GroupParams,
  GroupWithMembers,
} from '../schemas/groups.ts';
import { TeamMemberList, TeamParams } from '../schemas/teams.ts';

const manages = { tag: 'Groups', auth: { scopes: ['team:manage'] } } as const;
const reads = { tag: 'Groups', auth: { scopes: ['team:read'] }, rateLimit: 'read' } as const;

export const groupsOperations = {
  createGroup: {
    ...manages,
    method: 'POST',
    path: '/teams/:id/groups',
    summary: 'Make a group of members of a team',
    rateLimit: 'authenticated',
    idempotent: true,
    params: TeamParams,
    body: CreateGroupBody,
    responses: { 201: Group },
    problems: ['NOT_FOUND', 'CONFLICT', 'TEAM_PERSONAL_IMMUTABLE'],
  },
  listGroups: {
    ...reads,
    method: 'GET',
    path: '/teams/:id/groups',
    summary: 'The groups of a team by name',
    params: TeamParams,
    responses: { 200: GroupList },
    problems: ['NOT_FOUND'],
  },
  getGroup: {
    ...reads,
    method: 'GET',
    path: '/groups/:id',
    summary: 'A group with its members',
    params: GroupParams,
    responses: { 200: GroupWithMembers },
    problems: ['NOT_FOUND'],
  },
  deleteGroup: {
    ...manages,
    method: 'DELETE',
    path: '/groups/:id',
    summary: 'Delete a group and what was granted to it',
    rateLimit: 'authenticated',
    params: GroupParams,
    responses: { 200: Success },
    problems: ['NOT_FOUND'],
  },
  addGroupMember: {
    ...manages,
    method: 'POST',
    path: '/groups/:id/members',
    summary: 'Put a member of the team into a group',
    rateLimit: 'authenticated',
    params: GroupParams,
    body: GroupMemberBody,
    responses: { 201: GroupMember },
    problems: ['NOT_FOUND'],
  },
  listGroupMembers: {
    ...reads,
    method: 'GET',
    path: '/groups/:id/members',
    summary: 'Who is in a group',
    params: GroupParams,
    responses: { 200: TeamMemberList },
    problems: ['NOT_FOUND'],
  },
  removeGroupMember: {
    ...manages,
    method: 'DELETE',
    path: '/groups/:id/members/:subjectId',
    summary: 'Take a member out of a group',
    rateLimit: 'authenticated',
    params: GroupMemberParams,
    responses: { 200: Success },
    problems: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;
