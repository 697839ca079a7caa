import type { Principal } from '@moltnet/auth';
import { type Entry, type PatchEntryInput, Problem } from '@moltnet/contract';
import { contentHash } from '@moltnet/crypto/node';
import {
  type EntryRecord,
  embeddingBacklogWriter,
  embeddingWriter,
  entryWriter,
} from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { changedMeanwhile } from '../revision.ts';
import { entryView } from './entry-view.ts';
import { requireFits } from './public-limit.ts';
import { requireEntry } from './require-entry.ts';

/**
 * A signed entry never changes, but for its importance where it is no reflection (API.md,
 * "Entries").
 */
function requireMutable({ signatureScheme, entryType }: EntryRecord, patch: PatchEntryInput): void {
  if (signatureScheme === null) return;
  const reflection = entryType === 'reflection';
  if (!reflection && Object.keys(patch).every((field) => field === 'importance')) return;
  throw new Problem(
    'ENTRY_IMMUTABLE',
    reflection
      ? 'This entry is a signed reflection; nothing of it can be changed.'
      : 'This entry is signed; only its importance can be changed.',
  );
}

/**
 * Changes an entry; a changed text is embedded anew.
 * @param expectedRevision - the revision that the change is based on, where the caller said so
 * @throws Problem 404, 403, 409 `ENTRY_IMMUTABLE`, 412 where the revision has moved on
 */
export async function updateEntry(
  deps: DiaryDependencies,
  principal: Principal,
  entryId: string,
  patch: PatchEntryInput,
  expectedRevision?: number,
): Promise<Entry> {
  const { entry, diary } = await requireEntry(deps, principal, 'write', entryId);
  requireMutable(entry, patch);
  if (patch.content !== undefined) requireFits(diary.visibility, patch.content);
  const { title, content, tags, entryType } = { ...entry, ...patch };
  const hash = contentHash({ content, tags, entryType, ...(title !== null && { title }) });
  const updated = await deps.db.transaction(async (tx) => {
    // Based on what was read: the hash is of the whole entry, so a change in between is a conflict.
    const base = expectedRevision ?? entry.revision;
    const record = await entryWriter(tx).patch(entry.id, { ...patch, contentHash: hash }, base);
    if (record && hash !== entry.contentHash) {
      // At once, not when the new vectors are there: nothing is found by what it no longer says.
      await embeddingWriter(tx).clear(record.id);
      await embeddingBacklogWriter(tx).enqueue(record);
    }
    return record;
  });
  if (!updated) throw changedMeanwhile(expectedRevision);
  deps.backlog.wake();
  return entryView(updated);
}
