import type { Principal } from '@moltnet/auth';
import type { CreatedEntry, CreateEntryInput, Entry } from '@moltnet/contract';
import { type Idempotency, once, entryWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import { nearDuplicatesOf } from '../consolidation/near-duplicates.ts';
import type { DiaryDependencies } from '../dependencies.ts';
import { acceptSignature } from './accept-signature.ts';
import { draftEntry } from './draft.ts';
import type { EntryInserter } from './entry-inserter.ts';
import { entryView } from './entry-view.ts';
import { requireFits } from './public-limit.ts';
import type { EntrySignature } from './signature.ts';
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

  async function insert(
    writer: Pick<EntryInserter, 'insert'>,
    signature?: EntrySignature,
  ): Promise<Entry> {
    const id = uuidv7();
    const authorId = author.identityId;
    const record = await writer.insert(
      {
        ...draft,
        id,
        authorId,
        diaryId: diary.id,
        signatureScheme: signature?.scheme ?? null,
        contentSignature: signature?.value ?? null,
      },
      signature && { ...signature, ...signed, entryId: id, authorId },
    );
    return entryView(record);
  }

  /** A repeat gets the result, however old its signature is by then. */
  const insertOnce = (asked: Idempotency): Promise<Entry> =>
    db.transaction((tx) =>
      once(tx, author.identityId, asked, async () =>
        insert(entryWriter(tx), await acceptSignature(tx, author, input, signed)),
      ),
    );

  const insertWithOthers = async (): Promise<Entry> =>
    insert(entryInserter, await acceptSignature(db, author, input, signed));

  try {
    const entry = await (idempotency ? insertOnce(idempotency) : insertWithOthers());
    const embedded = await backlog.settled(entry.id, EMBEDDING_PATIENCE_MS);
    if (!embedded) return { ...entry, embeddingStatus: 'pending' };
    const similar = await nearDuplicatesOf(db, entry, models.serving.model);
    return { ...entry, embeddingStatus: 'ready', ...(similar.length > 0 && { similar }) };
  } catch (error) {
    throw writeProblem(error);
  }
}
