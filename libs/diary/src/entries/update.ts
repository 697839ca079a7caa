import type { Principal } from '@moltnet/auth';
import { type Entry, LIMITS, type PatchEntryInput, Problem } from '@moltnet/contract';
import { contentHash } from '@moltnet/crypto/node';
import {
  type DiaryRecord,
  diaryWriter,
  type EntryChanges,
  type EntryRecord,
  embeddingBacklogWriter,
  embeddingWriter,
  entryWriter,
  type Transaction,
} from '@moltnet/database';
import { passageText } from '@moltnet/embedding';
import type { DiaryDependencies } from '../dependencies.ts';
import { changedMeanwhile } from '../revision.ts';
import { entryView } from './entry-view.ts';
import { requireFits } from './public-limit.ts';
import { type ContentScreen, screenWriting } from '../screening/screen.ts';
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

/** A change of the writing is screened as a whole: what is risky may be in two parts. */
function screenedChanges(
  entry: EntryRecord,
  patch: PatchEntryInput,
  screen: ContentScreen,
): EntryChanges {
  const { title, content, tags } = patch;
  if (title === undefined && content === undefined && tags === undefined) return patch;
  return { ...patch, ...screenWriting({ ...entry, ...patch }, { screen, signed: false }) };
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
  const changes = screenedChanges(entry, patch, deps.contentScreen);
  const hash = contentHash({ ...entry, ...changes });
  const updated = await deps.db.transaction(async (tx) => {
    if (patch.content !== undefined) await requireFitting(tx, diary, patch.content);
    // Based on what was read: the hash is of the whole entry, so a change in between is a conflict.
    const base = expectedRevision ?? entry.revision;
    const record = await entryWriter(tx).patch(entry.id, { ...changes, contentHash: hash }, base);
    if (record && hash !== entry.contentHash && !(await keepsVectors(tx, entry, record))) {
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

/** Asked of the diary as it is when the entry changes: it may become public at this moment. */
async function requireFitting(
  tx: Transaction,
  { id, visibility }: Pick<DiaryRecord, 'id' | 'visibility'>,
  content: string,
): Promise<void> {
  if (content.length <= LIMITS.publicContent) return;
  requireFits((await diaryWriter(tx).holdVisibility(id)) ?? visibility, content);
}

/**
 * The type is in the hash and not in the text that is embedded. But whoever embeds an entry at this
 * moment knows it by the hash before, and would not store what comes of it.
 */
async function keepsVectors(
  tx: Transaction,
  before: EntryRecord,
  after: EntryRecord,
): Promise<boolean> {
  if (passageText(after) !== passageText(before)) return false;
  return !(await embeddingBacklogWriter(tx).isWaiting(after.id));
}
