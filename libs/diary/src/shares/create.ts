import { delivered, entryShare, type Principal } from '@moltnet/auth';
import type { NewEntryShare, ShareEntryInput } from '@moltnet/contract';
import { type Idempotency, entryShareWriter, once, relationOutboxWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { DiaryDependencies } from '../dependencies.ts';
import { requireSubject } from '../grants/require-subject.ts';
import { lockShares, requireRoom } from './lock-shares.ts';
import { requireShareable } from './require-shareable.ts';
import { type ShareSubject, shareTarget } from './share-target.ts';
import { newShareToken, shareTokenHash } from './share-token.ts';
import { shareView } from './share-view.ts';

/** A share that is about to be made. */
type Draft = Parameters<ReturnType<typeof entryShareWriter>['shareWith']>[0];

/**
 * Shares one entry with an agent or a person, who can then read and verify it and nothing else of its
 * diary; or makes a link, whose token is in the answer, and kept nowhere but in that of its
 * idempotency key, sealed. Sharing it again with the same one changes nothing.
 * @throws Problem 404, 403; 400 where it is neither with a subject nor by a link, or both; 404 for a
 *   subject that is not there; 409 where the entry has as many shares as it may
 */
export async function shareEntry(
  deps: DiaryDependencies,
  principal: Principal,
  entryId: string,
  input: ShareEntryInput,
  idempotency?: Idempotency,
): Promise<NewEntryShare> {
  const target = shareTarget(input);
  const { id, diaryId } = await requireShareable(deps, principal, entryId);
  const draft = { id: uuidv7(), entryId: id, diaryId, sharedBy: principal.identityId };
  return 'subjectId' in target
    ? shareWith(deps, principal, draft, target)
    : makeLink(deps, principal, draft, { ...target, idempotency });
}

async function shareWith(
  { db, relations }: DiaryDependencies,
  principal: Principal,
  draft: Draft,
  subject: ShareSubject,
): Promise<NewEntryShare> {
  let seqs: number[] = [];
  const record = await db.transaction(async (tx) => {
    await lockShares(tx, draft);
    await requireSubject(tx, principal, subject);
    const { share, isNew } = await entryShareWriter(tx).shareWith(draft, subject);
    if (isNew) {
      await requireRoom(tx, draft.entryId);
      const relation = entryShare({ entryId: draft.entryId, ...subject });
      seqs = await relationOutboxWriter(tx).append('insert', [relation]);
    }
    return share;
  });
  await delivered(relations, seqs);
  return shareView(record);
}

async function makeLink(
  { db }: DiaryDependencies,
  { identityId, credential }: Principal,
  draft: Draft,
  options: { expiresInHours: number; idempotency: Idempotency | undefined },
): Promise<NewEntryShare> {
  const { expiresInHours, idempotency } = options;
  return db.transaction(async (tx) => {
    await lockShares(tx, draft);
    // A narrower credential must not be given what a wider one asked for.
    return once(tx, credential?.keyId ?? identityId, idempotency, async () => {
      const token = newShareToken();
      const link = { tokenHash: shareTokenHash(token), expiresInHours };
      const made = await entryShareWriter(tx).createLink(draft, link);
      await requireRoom(tx, draft.entryId);
      return { ...shareView(made), token };
    });
  });
}
