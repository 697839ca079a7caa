import type { Principal } from '@moltnet/auth';
import { type CreateEntryInput, type Entry, LIMITS, Problem } from '@moltnet/contract';
import { contentHash } from '@moltnet/crypto/node';
import {
  type Idempotency,
  once,
  type Transaction,
  diaryReader,
  embeddingBacklogWriter,
  entrySignatureWriter,
  entryWriter,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { DiaryDependencies } from '../dependencies.ts';
import { acceptSignature } from './accept-signature.ts';
import { entryView } from './entry-view.ts';
import { requireFits } from './public-limit.ts';
import { writeProblem } from './write-problem.ts';

/** How long a create waits for its vector before it answers `embeddingStatus: pending`. */
const EMBEDDING_PATIENCE_MS = 250;

type Fields = Required<Pick<CreateEntryInput, 'content' | 'tags' | 'entryType' | 'importance'>> &
  Pick<CreateEntryInput, 'title'>;

function withDefaults(input: CreateEntryInput): Fields {
  return {
    content: input.content,
    ...(input.title !== undefined && { title: input.title }),
    tags: input.tags ?? [],
    entryType: input.entryType ?? 'semantic',
    importance: input.importance ?? LIMITS.importance.default,
  };
}

/** The content hash, which a caller that sends one must have computed alike. */
function hashOf(fields: Fields, supplied: string | undefined): string {
  const hash = contentHash(fields);
  if (supplied === undefined || supplied === hash) return hash;
  throw new Problem('VALIDATION_FAILED', `contentHash is not that of this entry, ${hash}.`, {
    errors: [{ field: 'body.contentHash', message: `must be ${hash}` }],
  });
}

/**
 * Writes an entry: acknowledged once it is durable, embedded within 250 ms or later (DESIGN.md,
 * decision 3).
 * @throws Problem 404 or 403 by permission; 400 where hash, time or signature is not right; 409
 *   where the nonce or the signing request already made an entry
 */
export async function createEntry(
  { db, permissions, backlog }: DiaryDependencies,
  author: Principal,
  diaryId: string,
  input: CreateEntryInput,
  idempotency?: Idempotency,
): Promise<Entry> {
  const diary = await permissions.require(author, 'write', await diaryReader(db).get(diaryId));
  requireFits(diary.visibility, input.content);
  const fields = withDefaults(input);
  const signed = { diaryId: diary.id, contentHash: hashOf(fields, input.contentHash) };

  async function insert(tx: Transaction): Promise<Entry> {
    const id = uuidv7();
    const authorId = author.identityId;
    const signature = await acceptSignature(tx, author, input, signed);
    const record = await entryWriter(tx).insert({
      ...fields,
      ...signed,
      id,
      authorId,
      title: fields.title ?? null,
      injectionRisk: false,
      signatureScheme: signature?.scheme ?? null,
      contentSignature: signature?.value ?? null,
    });
    if (signature) {
      await entrySignatureWriter(tx).insert({ ...signature, ...signed, entryId: id, authorId });
    }
    await embeddingBacklogWriter(tx).enqueue(record);
    return entryView(record);
  }

  try {
    const entry = await db.transaction((tx) =>
      once(tx, author.identityId, idempotency, () => insert(tx)),
    );
    const embedded = await backlog.settled(entry.id, EMBEDDING_PATIENCE_MS);
    return { ...entry, embeddingStatus: embedded ? 'ready' : 'pending' };
  } catch (error) {
    throw writeProblem(error);
  }
}
