import type { Principal } from '@moltnet/auth';
import { type CreatedEntry, type CreateEntryInput, type Entry, Problem } from '@moltnet/contract';
import type { EntryRecord, EntrySignatureRecord, Idempotency, NewEntry } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import { nearDuplicatesOf } from '../consolidation/near-duplicates.ts';
import type { DiaryDependencies } from '../dependencies.ts';
import { acceptSignature } from './accept-signature.ts';
import { draftEntry } from './draft.ts';
import { earlierEntry, entryClaim } from './entry-claim.ts';
import { entryView } from './entry-view.ts';
import { requireFits } from './public-limit.ts';
import { writeProblem } from './write-problem.ts';

/** How long a create waits for its vector before it answers `embeddingStatus: pending`. */
const EMBEDDING_PATIENCE_MS = 250;

/**
 * Writes an entry: acknowledged once it is durable, embedded within 250 ms or later (DESIGN.md,
 * decision 3).
 * @throws Problem 404 or 403 by permission; 400 where hash, time or signature is not right; 409
 *   where the nonce or the signing request already made an entry
 */
export async function createEntry(
  {
    db,
    diaryLoader,
    entryInserter,
    permissions,
    models,
    backlog,
    contentScreen,
  }: DiaryDependencies,
  author: Principal,
  diaryId: string,
  input: CreateEntryInput,
  idempotency?: Idempotency,
): Promise<CreatedEntry> {
  const diary = await permissions.require(author, 'write', await diaryLoader.load(diaryId));
  requireFits(diary.visibility, input.content);
  const draft = draftEntry(input, contentScreen);
  const signed = { diaryId: diary.id, contentHash: draft.contentHash };
  const authorId = author.identityId;

  async function accepted(): Promise<[NewEntry, EntrySignatureRecord | undefined]> {
    const signature = await acceptSignature(db, author, input, signed);
    const id = uuidv7();
    const entry = {
      ...draft,
      id,
      authorId,
      diaryId: diary.id,
      signatureScheme: signature?.scheme ?? null,
      contentSignature: signature?.value ?? null,
    };
    return [entry, signature && { ...signature, ...signed, entryId: id, authorId }];
  }

  const insert = async (): Promise<Entry> =>
    entryView(await entryInserter.insert(...(await accepted())));

  async function insertOnce(asked: Idempotency): Promise<Entry> {
    const earlier = () => earlierEntry(db, authorId, asked, input.content);
    let record: EntryRecord | undefined;
    try {
      const [entry, signature] = await accepted();
      const claim = entryClaim(entry, asked, input.content);
      record = await entryInserter.insertOnce(entry, signature, claim);
    } catch (error) {
      // A repeat gets the result, however old its signature is by then.
      const first = error instanceof Problem ? await earlier() : undefined;
      if (!first) throw error;
      return first;
    }
    const entry = record ? entryView(record) : await earlier();
    // It was there, and its time ran out since.
    if (!entry) throw new Problem('CONFLICT', 'Its time has run out.', { retryAfter: 1 });
    return entry;
  }

  try {
    const entry = await (idempotency ? insertOnce(idempotency) : insert());
    const embedded = await backlog.settled(entry.id, EMBEDDING_PATIENCE_MS);
    if (!embedded) return { ...entry, embeddingStatus: 'pending' };
    const similar = await nearDuplicatesOf(db, entry, models.serving.model);
    return { ...entry, embeddingStatus: 'ready', ...(similar.length > 0 && { similar }) };
  } catch (error) {
    throw writeProblem(error);
  }
}
