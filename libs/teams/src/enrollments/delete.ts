import { notFound, type Principal } from '@moltnet/auth';
import { enrollmentReader, enrollmentWriter } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { requireTeam } from '../require-team.ts';

/**
 * Takes a token back; an agent that has used it stays.
 * @throws Problem 404 for a stranger of its team, 403 to a member
 */
export async function deleteEnrollment(
  { db }: TeamDependencies,
  principal: Principal,
  id: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const enrollment = await enrollmentReader(tx).get(id);
    if (enrollment === undefined) throw notFound();
    await requireTeam(tx, principal, enrollment.teamId, 'manager');
    await enrollmentWriter(tx).delete(id);
  });
}
