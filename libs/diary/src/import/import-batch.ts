import type { Principal } from '@moltnet/auth';
import { type ImportReport, Problem, type Visibility } from '@moltnet/contract';
import {
  agentReader,
  type EntryOriginRecord,
  entryOriginReader,
  entryOriginWriter,
  entryReader,
  type EntrySignatureRecord,
  entrySignatureReader,
  entryWriter,
  type NewEntry,
  type Transaction,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import { draftEntry } from '../entries/draft.ts';
import { requireFits } from '../entries/public-limit.ts';
import type { ContentScreen } from '../screening/screen.ts';
import { digestOf, type Known, type Placing, placingOf, proofKey } from './placing.ts';
import { type Reading, Refusal } from './reading.ts';

/** A reading and where it stands in the file. */
export interface ReadLine {
  readonly line: number;
  readonly reading: Reading;
}

export type BatchReport = Pick<ImportReport, 'imported' | 'skipped' | 'refused'>;

/** Into which diary, in whose name, screened how. */
export interface ImportTarget {
  readonly diary: { readonly id: string; readonly visibility: Visibility };
  readonly importer: Principal;
  readonly screen: ContentScreen;
}

/** Takes over a few readings in one transaction; imports into one diary come one after the other. */
export async function importBatch(
  tx: Transaction,
  target: ImportTarget,
  batch: readonly ReadLine[],
): Promise<BatchReport> {
  await entryOriginWriter(tx).lockDiary(target.diary.id);
  const known = await knownOf(
    tx,
    target.diary.id,
    batch.map(({ reading }) => reading),
  );
  const rows = new Rows(target);
  for (const { line, reading } of batch) rows.add(line, reading, known);
  await rows.write(tx);
  return rows.report;
}

async function knownOf(
  tx: Transaction,
  diaryId: string,
  readings: readonly Reading[],
): Promise<Known> {
  const statements = readings.flatMap(({ statement }) => statement ?? []);
  const keys = new Map(
    (await agentReader(tx).keys(statements.map(({ publicKey }) => publicKey))).map((key) => [
      key.publicKey,
      key,
    ]),
  );
  const used = statements.flatMap(({ publicKey, nonce }) => {
    const authorId = keys.get(publicKey)?.identityId;
    return authorId === undefined ? [] : [{ authorId, nonce }];
  });
  const proofs = await entrySignatureReader(tx).byNonce(used);
  const ids = readings.flatMap(({ origin }) =>
    origin.format === 'moltnet' ? (origin.id ?? []) : [],
  );
  const entries = await entryReader(tx).existing([...ids, ...proofs.map((proof) => proof.entryId)]);
  const digests = readings.map(({ fields, origin }) => digestOf(fields, origin));
  return {
    diaryId,
    now: Date.now(),
    keys,
    entries: new Map(entries.map((entry) => [entry.id, entry])),
    proofs: new Map(proofs.map((proof) => [proofKey(proof.authorId, proof.nonce), proof])),
    digests: await entryOriginReader(tx).known(diaryId, digests),
  };
}

/** What a batch writes, table by table. */
class Rows {
  readonly report: BatchReport = { imported: 0, skipped: 0, refused: [] };
  readonly #target: ImportTarget;
  readonly #entries: NewEntry[] = [];
  readonly #signatures: EntrySignatureRecord[] = [];
  readonly #origins: EntryOriginRecord[] = [];
  /** Digests, and authors with their nonces, that came before in the batch. */
  readonly #seen = new Set<string>();

  constructor(target: ImportTarget) {
    this.#target = target;
  }

  add(line: number, reading: Reading, known: Known): void {
    try {
      const placing = placingOf(reading, known);
      if (placing.kind === 'here-already' || this.#isRepeated(reading, placing)) {
        this.report.skipped += 1;
      } else {
        this.#place(reading, placing);
        this.report.imported += 1;
      }
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Problem)) throw error;
      this.report.refused.push({ line, reason: error.message });
    }
  }

  async write(tx: Transaction): Promise<void> {
    if (this.#entries.length === 0) return;
    await entryWriter(tx).insertMany(this.#entries, this.#signatures);
    if (this.#origins.length > 0) await entryOriginWriter(tx).insertMany(this.#origins);
  }

  #isRepeated(
    { statement }: Reading,
    placing: Exclude<Placing, { kind: 'here-already' }>,
  ): boolean {
    const key =
      placing.kind === 'own' ? placing.digest : proofKey(placing.authorId, statement?.nonce ?? '');
    const repeated = this.#seen.has(key);
    this.#seen.add(key);
    return repeated;
  }

  #place(
    { fields, origin, statement }: Reading,
    placing: Exclude<Placing, { kind: 'here-already' }>,
  ): void {
    const { diary, importer, screen } = this.#target;
    requireFits(diary.visibility, fields.content);
    if (placing.kind === 'own') {
      const draft = draftEntry(fields, screen);
      const id = uuidv7();
      this.#entries.push({
        ...draft,
        id,
        diaryId: diary.id,
        authorId: importer.identityId,
        signatureScheme: null,
        contentSignature: null,
      });
      this.#origins.push({
        entryId: id,
        diaryId: diary.id,
        sourceDigest: placing.digest,
        origin,
        importedBy: importer.identityId,
      });
      return;
    }
    if (!statement) throw new Refusal('has no signature to keep its author by');
    const { contentHash, ...signature } = statement;
    const { authorId, entryId = uuidv7() } = placing;
    const { nonce, prev, value, createdAtText } = signature;
    // As signed, so that nothing of it is changed by the screen.
    const draft = draftEntry(
      {
        ...fields,
        contentHash,
        signature: {
          scheme: 'v2',
          createdAt: createdAtText ?? '',
          nonce,
          value,
          ...(prev !== null && { prev }),
        },
      },
      screen,
    );
    this.#entries.push({
      ...draft,
      id: entryId,
      diaryId: diary.id,
      authorId,
      signatureScheme: 'v2',
      contentSignature: value,
    });
    if (placing.entryId === undefined) {
      this.#signatures.push({ ...signature, entryId, diaryId: diary.id, authorId, contentHash });
    }
  }
}
