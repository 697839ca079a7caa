import { delivered, type Principal, subjectOf } from '@moltnet/auth';
import { type DeleteEntriesResult, Problem } from '@moltnet/contract';
import {
  diaryReader,
  type EntryRecord,
  entryReader,
  entryShareReader,
  entryWriter,
} from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { endShares } from '../shares/end-shares.ts';
import { requireEntry } from './require-entry.ts';

type Reason = DeleteEntriesResult['skipped'][number]['reason'];

/** Why `permitted` was refused; undefined where it was not. */
async function refusal(permitted: Promise<unknown>): Promise<Reason | undefined> {
  try {
    await permitted;
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'NOT_FOUND') return 'not_found';
    if (error.code === 'FORBIDDEN') return 'forbidden';
    throw error;
  }
}

/**
 * Why the principal may not write each of these entries; those it may write are left out. Decided
 * once for each diary, and once for each entry that is shared with the principal by itself.
 */
async function refusals(
  deps: DiaryDependencies,
  principal: Principal,
  entries: readonly EntryRecord[],
): Promise<Map<string, Reason>> {
  const { db, permissions } = deps;
  const byDiary = new Map<string, Reason | undefined>();
  for (const diaryId of new Set(entries.map((entry) => entry.diaryId))) {
    const diary = await diaryReader(db).get(diaryId);
    byDiary.set(diaryId, await refusal(permissions.require(principal, 'write', diary)));
  }
  const hidden = entries.filter(({ diaryId }) => byDiary.get(diaryId) === 'not_found');
  const ids = hidden.map(({ id }) => id);
  const shared = new Set(await entryShareReader(db).sharedWith(subjectOf(principal), ids));
  const refused = new Map<string, Reason>();
  for (const { id, diaryId } of entries) {
    const reason = shared.has(id)
      ? await refusal(requireEntry(deps, principal, 'write', id))
      : byDiary.get(diaryId);
    if (reason) refused.set(id, reason);
  }
  return refused;
}

/** Deletes what it may of `ids`, and says of each other one why not. */
export async function deleteEntries(
  deps: DiaryDependencies,
  principal: Principal,
  ids: readonly string[],
): Promise<DeleteEntriesResult> {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  const entries = await entryReader(deps.db).getMany(wanted);
  const refused = await refusals(deps, principal, entries);
  const reasonOf = (entry: EntryRecord | undefined): Reason | undefined => {
    if (!entry) return 'not_found';
    return refused.get(entry.id) ?? (entry.signatureScheme === null ? undefined : 'immutable');
  };
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const reasons = new Map(wanted.map((id) => [id, reasonOf(byId.get(id))]));
  const deletable = wanted.filter((id) => reasons.get(id) === undefined);
  const doomed = deletable.flatMap((id) => byId.get(id) ?? []);
  const { deleted, seqs } = await deps.db.transaction(async (tx) => {
    const ended = await endShares(tx, doomed);
    return { deleted: await entryWriter(tx).deleteMany(deletable), seqs: ended };
  });
  await delivered(deps.relations, seqs);
  const gone = new Set(deleted);
  return {
    deleted: deletable.filter((id) => gone.has(id)),
    // What another request deleted in between was not found either.
    skipped: wanted
      .filter((id) => !gone.has(id))
      .map((id) => ({ id, reason: reasons.get(id) ?? 'not_found' })),
  };
}
