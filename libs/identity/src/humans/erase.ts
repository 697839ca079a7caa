import { expectedRelations, teamMembership } from '@moltnet/auth';
import { type Database, humanEraser, relationOutboxWriter } from '@moltnet/database';

/** What was erased with a person, for whoever keeps the network. */
export interface ErasureReport {
  readonly diaries: number;
  readonly teams: number;
  /** Teams that go on without an owner: theirs was the last, and nobody in them is a manager. */
  readonly ownerless: readonly string[];
}

/**
 * Erases a person with all that is theirs alone, and takes back every relation of theirs; all of it
 * or nothing (docs/decisions/015-who-is-gone-is-erased.md).
 * @returns with it the `seq` of each relation that changed
 */
export async function erase(
  db: Database,
  identityId: string,
): Promise<{ report: ErasureReport; seqs: readonly number[] }> {
  return db.transaction(async (tx) => {
    const { gone, dissolved, promoted, ownerless } = await humanEraser(tx).erase(identityId);
    const outbox = relationOutboxWriter(tx);
    const raised = promoted.map((member) => teamMembership({ ...member, role: 'owner' }));
    const given = await outbox.append('insert', raised);
    const lowered = promoted.map(teamMembership);
    const taken = await outbox.append('delete', [...expectedRelations(gone), ...lowered]);
    const report = { diaries: gone.diaries.length, teams: dissolved.length, ownerless };
    return { report, seqs: [...given, ...taken] };
  });
}
