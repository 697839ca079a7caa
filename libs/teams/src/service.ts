import type { TeamDependencies } from './dependencies.ts';
import { addGroupMember } from './groups/add-member.ts';
import { createGroup } from './groups/create.ts';
import { deleteGroup } from './groups/delete.ts';
import { getGroup } from './groups/get.ts';
import { listGroupMembers } from './groups/list-members.ts';
import { listGroups } from './groups/list.ts';
import { removeGroupMember } from './groups/remove-member.ts';
import { createEnrollment } from './enrollments/create.ts';
import { deleteEnrollment } from './enrollments/delete.ts';
import { createInvite } from './invites/create.ts';
import { deleteInvite } from './invites/delete.ts';
import { joinTeam } from './invites/join.ts';
import { listInvites } from './invites/list.ts';
import { changeRole } from './members/change-role.ts';
import { listMembers } from './members/list.ts';
import { removeMember } from './members/remove.ts';
import { acceptFounding } from './teams/accept.ts';
import { createTeam } from './teams/create.ts';
import { deleteTeam } from './teams/delete.ts';
import { foundTeam } from './teams/found.ts';
import { getTeam } from './teams/get.ts';
import { listTeams } from './teams/list.ts';

/** The verbs with their dependencies bound: what a request handler calls. */
export function createTeamService(deps: TeamDependencies) {
  return {
    create: bind(deps, createTeam),
    found: bind(deps, foundTeam),
    accept: bind(deps, acceptFounding),
    list: bind(deps, listTeams),
    get: bind(deps, getTeam),
    delete: bind(deps, deleteTeam),
    members: {
      list: bind(deps, listMembers),
      changeRole: bind(deps, changeRole),
      remove: bind(deps, removeMember),
    },
    groups: {
      create: bind(deps, createGroup),
      list: bind(deps, listGroups),
      get: bind(deps, getGroup),
      delete: bind(deps, deleteGroup),
      addMember: bind(deps, addGroupMember),
      listMembers: bind(deps, listGroupMembers),
      removeMember: bind(deps, removeGroupMember),
    },
    enrollments: {
      create: bind(deps, createEnrollment),
      delete: bind(deps, deleteEnrollment),
    },
    invites: {
      create: bind(deps, createInvite),
      list: bind(deps, listInvites),
      delete: bind(deps, deleteInvite),
      join: bind(deps, joinTeam),
    },
  };
}

export type TeamService = ReturnType<typeof createTeamService>;

function bind<Rest extends unknown[], Result>(
  deps: TeamDependencies,
  verb: (deps: TeamDependencies, ...rest: Rest) => Result,
): (...rest: Rest) => Result {
  return (...rest) => verb(deps, ...rest);
}
