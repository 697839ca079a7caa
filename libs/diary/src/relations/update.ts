import { notFound, type Principal } from '@moltnet/auth';
import type { Relation } from '@moltnet/contract';
import { diaryWriter, entryRelationWriter } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { relationView } from './relation-view.ts';
import { requireRelation } from './require-relation.ts';
import { requireNoCycle } from './write.ts';

/**
 * Accepts or rejects a relation, which says who did, or leaves it open again. What an entry is
 * superseded by follows.
 * @throws Problem 404, 403; 400 where what was rejected would close a cycle now
 */
export async function updateRelation(
  { db, permissions }: DiaryDependencies,
  principal: Principal,
  relationId: string,
  status: Relation['status'],
): Promise<Relation> {
  const found = await requireRelation({ db, permissions }, principal, relationId);
  const decidedBy = status === 'proposed' ? null : principal.identityId;
  const updated = await db.transaction(async (tx) => {
    await diaryWriter(tx).lock(found.diaryId);
    const relation = await entryRelationWriter(tx).setStatus(found.id, status, decidedBy);
    if (!relation) throw notFound();
    if (relation.relation === 'supersedes') await requireNoCycle(tx, [relation.sourceId]);
    return relation;
  });
  return relationView(updated);
}
