import {
  delivered,
  type Principal,
  requireUnbound,
  subjectOf,
  teamMembership,
} from '@moltnet/auth';
import { type FoundingMember, type FoundingTeam, Problem } from '@moltnet/contract';
import {
  humanWriter,
  type Idempotency,
  once,
  relationOutboxWriter,
  subjectReader,
  teamFounderWriter,
  teamWriter,
  type Transaction,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { TeamDependencies } from '../dependencies.ts';

/**
 * Creates a team that comes to life once everyone named has accepted; the caller has by asking, and
 * is its owner.
 * @throws Problem 400 where someone is named twice or is nobody; 409 where the idempotency key was
 *   used otherwise
 */
export async function foundTeam(
  { db, relations }: TeamDependencies,
  principal: Principal,
  { name, foundingMembers }: { name: string; foundingMembers: readonly FoundingMember[] },
  idempotency?: Idempotency,
): Promise<FoundingTeam> {
  requireUnbound(principal);
  const subject = subjectOf(principal);
  let seqs: number[] = [];
  const team = await db.transaction((tx) =>
    once(tx, principal.identityId, idempotency, async () => {
      await requireFounders(tx, principal, foundingMembers);
      const id = uuidv7();
      const owner = { teamId: id, ...subject, role: 'owner' } as const;
      const status = 'founding' as const;
      const createdBy = principal.identityId;
      await teamWriter(tx).create({ id, name, personal: false, status, createdBy });
      await teamWriter(tx).addMember(owner);
      const founders = teamFounderWriter(tx);
      for (const founder of foundingMembers) await founders.add({ teamId: id, ...founder });
      seqs = await relationOutboxWriter(tx).append('insert', [teamMembership(owner)]);
      return { id, name, status, workflowId: id };
    }),
  );
  await delivered(relations, seqs);
  return team;
}

/** Keeps the people among them from being erased until the transaction ends. */
async function requireFounders(
  tx: Transaction,
  { identityId }: Principal,
  members: readonly FoundingMember[],
): Promise<void> {
  for (const { subjectId, subjectNs } of members) {
    if (subjectNs === 'Human') await humanWriter(tx).hold(subjectId);
  }
  const unknown = await subjectReader(tx).unknown(members);
  const seen = new Set([identityId]);
  const errors = members.flatMap(({ subjectId }, index) => {
    const field = `body.foundingMembers.${index}.subjectId`;
    if (unknown.includes(index)) return [{ field, message: 'is nobody here' }];
    if (seen.has(subjectId)) return [{ field, message: 'is named twice, or is you' }];
    seen.add(subjectId);
    return [];
  });
  if (errors.length === 0) return;
  throw new Problem('VALIDATION_FAILED', 'Founding members must exist and differ.', { errors });
}
