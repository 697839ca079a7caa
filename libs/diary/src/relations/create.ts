import type { Principal } from '@moltnet/auth';
import type { CreateRelationInput, Relation } from '@moltnet/contract';
import { type Idempotency, type Transaction, entryRelationReader, once } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { requireEntry } from '../entries/require-entry.ts';
import { writeProblem } from '../entries/write-problem.ts';
import { relationView } from './relation-view.ts';
import { newRelation, notOfTheDiary, writeRelations } from './write.ts';

/**
 * Relates an entry to another of its diary. Who accepts the relation at once has decided it; one that
 * is there already stays as it is, whoever proposes it again.
 * @returns the relation, and whether it is new
 * @throws Problem 404, 403 for who may not write the source; 400 where the target is the source, is
 *   no entry of its diary, or superseding it would close a cycle
 */
export async function createRelation(
  deps: DiaryDependencies,
  principal: Principal,
  sourceId: string,
  { targetId, relation, status = 'proposed' }: CreateRelationInput,
  idempotency?: Idempotency,
): Promise<{ relation: Relation; isNew: boolean }> {
  const { entry } = await requireEntry(deps, principal, 'write', sourceId);
  const made = newRelation(principal, { sourceId: entry.id, targetId, relation, status });

  async function write(tx: Transaction): Promise<{ relation: Relation; isNew: boolean }> {
    const [written] = await writeRelations(tx, entry.diaryId, [made]);
    if (written) return { relation: relationView(written), isNew: true };
    const existing = await entryRelationReader(tx).between(made);
    if (existing) return { relation: relationView(existing), isNew: false };
    throw notOfTheDiary(['body.targetId']);
  }

  try {
    return await deps.db.transaction((tx) =>
      once(tx, principal.identityId, idempotency, () => write(tx)),
    );
  } catch (error) {
    throw writeProblem(error);
  }
}
