import { notFound, type Principal, subjectOf } from '@moltnet/auth';
import {
  groupReader,
  humanWriter,
  type Subject,
  subjectReader,
  teamReader,
  type Transaction,
} from '@moltnet/database';

/**
 * Keeps a person from being erased until the transaction ends, so that no row names who is gone.
 * @throws Problem 404 for a subject that does not exist, and for a group of a team not the caller's
 */
export async function requireSubject(
  tx: Transaction,
  principal: Principal,
  subject: Subject,
): Promise<void> {
  if (!(await exists(tx, principal, subject))) throw notFound();
}

async function exists(tx: Transaction, principal: Principal, subject: Subject): Promise<boolean> {
  switch (subject.subjectNs) {
    case 'Group':
      return isGroupOf(tx, principal, subject.subjectId);
    case 'Human':
      return humanWriter(tx).hold(subject.subjectId);
    case 'Agent':
      return (await subjectReader(tx).unknown([subject])).length === 0;
  }
}

async function isGroupOf(tx: Transaction, principal: Principal, groupId: string): Promise<boolean> {
  const group = await groupReader(tx).get(groupId);
  if (!group) return false;
  return (await teamReader(tx).role(group.teamId, subjectOf(principal))) !== undefined;
}
