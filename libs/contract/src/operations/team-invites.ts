import type { Operation } from '../operation.ts';
import { Success } from '../schemas/common.ts';
import {
  CreateInviteBody,
  InviteList,
  InviteParams,
  InviteWithCode,
  JoinedTeam,
  JoinTeamBody,
  TeamParams,
} from '../schemas/teams.ts';

export const teamInvitesOperations = {
  // Not idempotent: the first answer would have to be kept, and with it the code.
  createTeamInvite: {
    method: 'POST',
    path: '/teams/:id/invites',
    summary: 'Make a code with which others join the team; it is shown once',
    tag: 'Teams',
    auth: { scopes: ['team:manage'] },
    rateLimit: 'authenticated',
    params: TeamParams,
    body: CreateInviteBody,
    responses: { 201: InviteWithCode },
    problems: ['NOT_FOUND', 'TEAM_PERSONAL_IMMUTABLE', 'TEAM_NOT_ACTIVE'],
  },
  listTeamInvites: {
    method: 'GET',
    path: '/teams/:id/invites',
    summary: 'The invites of a team, the newest first, without their codes',
    tag: 'Teams',
    auth: { scopes: ['team:manage'] },
    rateLimit: 'read',
    params: TeamParams,
    responses: { 200: InviteList },
    problems: ['NOT_FOUND'],
  },
  deleteTeamInvite: {
    method: 'DELETE',
    path: '/teams/:id/invites/:inviteId',
    summary: 'Take an invite back; who has joined by it stays',
    tag: 'Teams',
    auth: { scopes: ['team:manage'] },
    rateLimit: 'authenticated',
    params: InviteParams,
    responses: { 200: Success },
    problems: ['NOT_FOUND'],
  },
  joinTeam: {
    method: 'POST',
    path: '/teams/join',
    summary: 'Join a team by an invite code',
    tag: 'Teams',
    auth: { scopes: ['team:manage'] },
    rateLimit: 'authenticated',
    body: JoinTeamBody,
    responses: { 200: JoinedTeam },
    problems: ['NOT_FOUND', 'CONFLICT', 'INVITE_EXPIRED', 'INVITE_EXHAUSTED'],
  },
} as const satisfies Record<string, Operation>;
