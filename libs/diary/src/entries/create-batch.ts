import { setImmediate } from 'node:timers/promises';
import { type Principal, requireAgent } from '@moltnet/auth';
import {
  type BatchEntryInput,
  type CreateEntriesInput,
  type EntryBatch,
  LIMITS,
  Problem,
  type Visibility,
} from '@moltnet/contract';
import { type Idempotency, once, type Transaction, entryWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { DiaryDependencies } from '../dependencies.ts';
import { supersedeEntries } from '../relations/supersede.ts';
import { batchProblem, inBatch } from './batch-problem.ts';
import { type Draft, draftEntry } from './draft.ts';
import { entryView } from './entry-view.ts';
import { requireFits } from './public-limit.ts';
import { acceptV2, type EntrySignature } from './signature.ts';
import type { ContentScreen } from '../screening/screen.ts';
import { writeProblem } from './write-problem.ts';

/** Signatures that are verified in one turn of the event loop: 2 ms. */
const VERIFIED_AT_ONCE = 16;
/** Characters that are screened in one turn: 5 ms. */
const SCREENED_AT_ONCE = 50_000;

/** Fields that are named in one answer. */
const MAX_ERRORS = 100;

/** An entry of a batch with which nothing is wrong. */
interface Accepted {
  readonly draft: Draft;
  readonly signature: EntrySignature | undefined;
}

function accept(
  author: Principal,
  diary: { readonly id: string; readonly visibility: Visibility },
  input: BatchEntryInput,
  screen: ContentScreen,
): Accepted {
  requireFits(diary.visibility, input.content);
  const draft = draftEntry(input, screen);
  const signed = { diaryId: diary.id, contentHash: draft.contentHash };
  const signature =
    input.signature &&
    acceptV2(input.signature, requireAgent(author).publicKey, signed, Date.now());
  return { draft, signature };
}

/** Each entry by itself; every one that is wrong is named. */
async function acceptAll(
  author: Principal,
  diary: { readonly id: string; readonly visibility: Visibility },
  inputs: readonly BatchEntryInput[],
  screen: ContentScreen,
): Promise<{ accepted: Accepted[]; problem: Problem | undefined }> {
  const accepted: Accepted[] = [];
  const problems: Problem[] = [];
  const nonces = new Set<string>();
  let verified = 0;
  let screened = 0;
  for (const [index, input] of inputs.entries()) {
    try {
      const { nonce } = input.signature ?? {};
      if (nonce !== undefined && nonces.has(nonce)) throw repeatedNonce();
      if (nonce !== undefined) nonces.add(nonce);
      accepted.push(accept(author, diary, input, screen));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(inBatch(index, error));
    }
    if (input.signature) verified += 1;
    screened += input.content.length;
    if (verified >= VERIFIED_AT_ONCE || screened >= SCREENED_AT_ONCE) {
      await setImmediate();
      verified = 0;
      screened = 0;
    }
  }
  return { accepted, problem: batchProblem([...problems, ...repeatedSupersessions(inputs)]) };
}

/** What the entries of a batch supersede, by the field that says so. */
function supersededBy(inputs: readonly BatchEntryInput[]) {
  return inputs.flatMap(({ supersedes = [] }, index) =>
    supersedes.map((targetId, place) => {
      const field = `body.entries.${index}.supersedes.${place}`;
      return { index, targetId: targetId.toLowerCase(), field };
    }),
  );
}

/** An entry has one successor, so a batch names it once; and not too many altogether. */
function repeatedSupersessions(inputs: readonly BatchEntryInput[]): Problem[] {
  const { perBatch } = LIMITS.superseded;
  const all = supersededBy(inputs);
  const seen = new Set<string>();
  const errors = all.flatMap(({ targetId, field }, count) => {
    if (count >= perBatch) return [{ field, message: `is one too many: ${perBatch} in a batch` }];
    if (seen.has(targetId)) return [{ field, message: 'is superseded in this batch already' }];
    seen.add(targetId);
    return [];
  });
  const [first] = errors;
  if (!first) return [];
  return [
    new Problem('VALIDATION_FAILED', `${first.field} ${first.message}.`, {
      errors: errors.slice(0, MAX_ERRORS),
    }),
  ];
}

function repeatedNonce(): Problem {
  return new Problem('CONFLICT', 'signature.nonce is that of another entry of this batch.', {
    errors: [{ field: 'body.signature.nonce', message: 'is used twice' }],
  });
}

/**
 * Writes up to 100 entries, all or none (API.md, "Entries"): one permission check, one transaction.
 * Their vectors come later. What they supersede says so with them.
 * @throws Problem 404 or 403 by permission; 400 and 409 as for one entry, `errors` naming
 *   `body.entries.<index>.<field>`
 */
export async function createEntries(
  { db, diaryLoader, permissions, backlog, contentScreen }: DiaryDependencies,
  author: Principal,
  diaryId: string,
  { entries: inputs }: CreateEntriesInput,
  idempotency?: Idempotency,
): Promise<EntryBatch> {
  const diary = await permissions.require(author, 'write', await diaryLoader.load(diaryId));
  // Before the transaction, which holds a connection; what is wrong is said in it, because a repeat
  // of what was done is answered with its result, however old its signatures are by then.
  const { accepted, problem } = await acceptAll(author, diary, inputs, contentScreen);

  async function insert(tx: Transaction): Promise<EntryBatch> {
    if (problem) throw problem;
    const authorId = author.identityId;
    const rows = accepted.map(({ draft, signature }) => ({
      ...draft,
      id: uuidv7(),
      diaryId: diary.id,
      authorId,
      signatureScheme: signature?.scheme ?? null,
      contentSignature: signature?.value ?? null,
    }));
    const signatures = accepted.flatMap(({ signature }, index) => {
      const row = rows[index];
      if (!signature || !row) return [];
      const { id: entryId, contentHash } = row;
      return [{ ...signature, entryId, diaryId: diary.id, contentHash, authorId }];
    });
    const records = await entryWriter(tx).insertMany(rows, signatures);
    const supersessions = supersededBy(inputs).flatMap(({ index, targetId, field }) => {
      const row = rows[index];
      return row ? [{ sourceId: row.id, targetId, field }] : [];
    });
    if (supersessions.length > 0) await supersedeEntries(tx, author, diary.id, supersessions);
    return {
      items: records.map((record) => ({ ...entryView(record), embeddingStatus: 'pending' })),
    };
  }

  try {
    const batch = await db.transaction((tx) =>
      once(tx, author.identityId, idempotency, () => insert(tx)),
    );
    backlog.wake();
    return batch;
  } catch (error) {
    throw writeProblem(error);
  }
}
