import type { Principal } from '@moltnet/auth';
import { type DeleteEntriesResult, Problem } from '@moltnet/contract';
import { diaryReader, type EntryRecord, entryReader, entryWriter } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';

type Reason = DeleteEntriesResult['skipped'][number]['reason'];

/** Why the principal may not write each of these diaries; those it may write are left out. */
async function refusals(
  { db, permissions }: DiaryDependencies,
  principal: Principal,
  diaryIds: ReadonlySet<string>,
): Promise<Map<string, Reason>> {
  const refused = new Map<string, Reason>();
  const reader = diaryReader(db);
  for (const diaryId of diaryIds) {
    try {
      await permissions.require(principal, 'write', await reader.get(diaryId));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'NOT_FOUND') refused.set(diaryId, 'not_found');
      else if (error.code === 'FORBIDDEN') refused.set(diaryId, 'forbidden');
      else throw error;
    }
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
  const refused = await refusals(deps, principal, new Set(entries.map(({ diaryId }) => diaryId)));
  const reasonOf = (entry: EntryRecord | undefined): Reason | undefined => {
    if (!entry) return 'not_found';
    return refused.get(entry.diaryId) ?? (entry.signatureScheme === null ? undefined : 'immutable');
  };
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const reasons = new Map(wanted.map((id) => [id, reasonOf(byId.get(id))]));
  const deletable = wanted.filter((id) => reasons.get(id) === undefined);
  const deleted = await deps.db.transaction((tx) => entryWriter(tx).deleteMany(deletable));
  const gone = new Set(deleted);
  return {
    deleted: deletable.filter((id) => gone.has(id)),
    // What another request deleted in between was not found either.
    skipped: wanted
      .filter((id) => !gone.has(id))
      .map((id) => ({ id, reason: reasons.get(id) ?? 'not_found' })),
  };
}
