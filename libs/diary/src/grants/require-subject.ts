import { notFound, type Principal, subjectOf } from '@moltnet/auth';
import {
  groupReader,
  type Source,
  type Subject,
  subjectReader,
  teamReader,
} from '@moltnet/database';

/** @throws Problem 404 for a subject that does not exist, and for a group of a team not the caller's */
export async function requireSubject(
  source: Source,
  principal: Principal,
  subject: Subject,
): Promise<void> {
  const exists =
    subject.subjectNs === 'Group'
      ? await isGroupOf(source, principal, subject.subjectId)
      : (await subjectReader(source).unknown([subject])).length === 0;
  if (!exists) throw notFound();
}

async function isGroupOf(source: Source, principal: Principal, groupId: string): Promise<boolean> {
  const group = await groupReader(source).get(groupId);
  if (!group) return false;
  return (await teamReader(source).role(group.teamId, subjectOf(principal))) !== undefined;
}
