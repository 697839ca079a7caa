import {
  delivered,
  notFound,
  type Principal,
  requireUnbound,
  subjectOf,
  teamMembership,
} from '@moltnet/auth';
import { type JoinedTeam, Problem } from '@moltnet/contract';
import {
  type FoundInvite,
  type Transaction,
  relationOutboxWriter,
  teamInviteReader,
  teamInviteWriter,
  teamReader,
  teamWriter,
} from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { inviteCodeHash } from './invite-code.ts';

/**
 * Joins the team that an invite is of, in the invite's role. Of two who come at once for its last
 * use, one joins.
 * @throws Problem 403 to a key that is bound to a team; 404 for an unknown code; 409 to a member, whose role stays what it is; 410 where
 *   the invite has expired or is used up
 */
export async function joinTeam(
  { db, relations }: TeamDependencies,
  principal: Principal,
  code: string,
): Promise<JoinedTeam> {
  requireUnbound(principal);
  const { member, seqs } = await db.transaction(async (tx) => {
    const invite = await lockInvite(tx, inviteCodeHash(code));
    const subject = subjectOf(principal);
    const role = await teamReader(tx).role(invite.teamId, subject);
    if (role !== undefined) throw alreadyMember(invite.teamId, role);
    requireUsable(invite);
    const joined = { teamId: invite.teamId, ...subject, role: invite.role };
    await teamInviteWriter(tx).use(invite.id);
    await teamWriter(tx).addMember(joined);
    const appended = await relationOutboxWriter(tx).append('insert', [teamMembership(joined)]);
    return { member: joined, seqs: appended };
  });
  await delivered(relations, seqs);
  return { teamId: member.teamId, role: member.role };
}

/** The invite as it is once its team is locked, as whoever changes a team's members locks it. */
async function lockInvite(tx: Transaction, codeHash: string): Promise<FoundInvite> {
  const reader = teamInviteReader(tx);
  const found = await reader.byCodeHash(codeHash);
  if (!found) throw notFound();
  await teamWriter(tx).lock(found.teamId);
  const invite = await reader.byCodeHash(codeHash);
  if (!invite) throw notFound();
  return invite;
}

function requireUsable({ expired, useCount, maxUses }: FoundInvite): void {
  if (expired) throw new Problem('INVITE_EXPIRED', 'This invite is past its time.');
  if (useCount < maxUses) return;
  throw new Problem('INVITE_EXHAUSTED', 'This invite was used as often as it may be.');
}

function alreadyMember(teamId: string, role: string): Problem {
  return new Problem('CONFLICT', 'You are in this team already; your role stays what it is.', {
    conflict: { teamId, role },
  });
}
