import { delivered, diaryGrant, notFound, type Principal } from '@moltnet/auth';
import { type DiaryGrant, Problem } from '@moltnet/contract';
import {
  type Idempotency,
  type Transaction,
  diaryGrantReader,
  diaryGrantWriter,
  diaryWriter,
  diaryReader,
  once,
  relationOutboxWriter,
} from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { requireSubject } from './require-subject.ts';

/**
 * Grants a role on a diary. The role that the subject has already is granted again without effect.
 * @throws Problem 404, 403; 404 for a subject that is not there; 409 where it has another role
 */
export async function createGrant(
  { db, permissions, relations }: DiaryDependencies,
  principal: Principal,
  diaryId: string,
  grant: DiaryGrant,
  idempotency?: Idempotency,
): Promise<DiaryGrant> {
  const { id } = await permissions.require(principal, 'manage', await diaryReader(db).get(diaryId));
  let seqs: number[] = [];
  const granted = await db.transaction((tx) =>
    once(tx, principal.identityId, idempotency, async () => {
      if (!(await diaryWriter(tx).lock(id))) throw notFound();
      await requireSubject(tx, principal, grant);
      if (await isNew(tx, id, grant)) {
        const record = { ...grant, diaryId: id, grantedBy: principal.identityId };
        await diaryGrantWriter(tx).insert(record);
        seqs = await relationOutboxWriter(tx).append('insert', [diaryGrant(record)]);
      }
      return grant;
    }),
  );
  await delivered(relations, seqs);
  return granted;
}

async function isNew(tx: Transaction, diaryId: string, grant: DiaryGrant): Promise<boolean> {
  const role = await diaryGrantReader(tx).roleOf(diaryId, grant);
  if (role === undefined) return true;
  if (role === grant.role) return false;
  throw new Problem('CONFLICT', `It has the role ${role} here. Take that back first.`, {
    conflict: { role },
  });
}
