import {
  delivered,
  notFound,
  type Principal,
  requireUnbound,
  subjectOf,
  teamMembership,
} from '@moltnet/auth';
import type { FoundingConsent } from '@moltnet/contract';
import {
  type Transaction,
  relationOutboxWriter,
  teamFounderReader,
  teamFounderWriter,
  teamReader,
  teamWriter,
} from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';

/**
 * Accepts to found a team; with the last one who does, all are in it and it is active. Accepting
 * again changes nothing.
 * @throws Problem 404 to who was not named as a founding member
 */
export async function acceptFounding(
  { db, relations }: TeamDependencies,
  principal: Principal,
  teamId: string,
): Promise<FoundingConsent> {
  requireUnbound(principal);
  const subject = subjectOf(principal);
  const { teamStatus, seqs } = await db.transaction(async (tx) => {
    await teamWriter(tx).lock(teamId);
    const team = await teamReader(tx).get(teamId);
    const before = await teamFounderReader(tx).list(teamId);
    const named = before.some(({ subjectId }) => subjectId === subject.subjectId);
    if (!team || (!named && team.createdBy !== subject.subjectId)) throw notFound();
    if (team.status === 'active') return { teamStatus: team.status, seqs: [] };
    await teamFounderWriter(tx).accept(teamId, subject);
    return activateIfComplete(tx, teamId);
  });
  await delivered(relations, seqs);
  return { accepted: true, teamStatus };
}

async function activateIfComplete(tx: Transaction, teamId: string) {
  const founders = await teamFounderReader(tx).list(teamId);
  if (founders.some(({ acceptedAt }) => acceptedAt === null)) {
    return { teamStatus: 'founding' as const, seqs: [] };
  }
  const teams = teamWriter(tx);
  for (const founder of founders) await teams.addMember(founder);
  await teams.activate(teamId);
  const seqs = await relationOutboxWriter(tx).append('insert', founders.map(teamMembership));
  return { teamStatus: 'active' as const, seqs };
}
