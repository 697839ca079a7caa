import type { Principal } from '@moltnet/auth';
import { type ImportFormat, type ImportReport, LIMITS, Problem } from '@moltnet/contract';
import { diaryReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { importBatch, type ReadLine } from './import-batch.ts';
import { importRelations, type RelationLine } from './import-relations.ts';
import { linesOf } from './lines-of.ts';
import { formatOf, parseLine, readLine } from './read-line.ts';
import { readRelation } from './read-relation.ts';
import { isObject, Refusal } from './reading.ts';

/** What is committed at once: what a killed process loses. */
const BATCH = 50;
/** Screened in one turn of the event loop: 10 ms. */
const BATCH_CHARACTERS = 100_000;

export interface ImportOptions {
  /** Absent: what the lines look like. */
  readonly format?: ImportFormat | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Whether the client is gone, or has taken too long, before all of it was there. */
  readonly isCutOff: () => boolean;
}

/**
 * Takes over the lines of a file, a few in each transaction, so that an import that was cut off is
 * gone on with by sending the same file (API.md, "Working on a memory"; docs/import-export.md).
 * @throws Problem 404 or 403 by permission, also when it is taken away meanwhile; 413 beyond 256 MB,
 *   with what came before taken over
 */
export async function importDiary(
  { db, permissions, backlog, contentScreen }: DiaryDependencies,
  importer: Principal,
  diaryId: string,
  { format: named, bytes, isCutOff }: ImportOptions,
): Promise<ImportReport> {
  const permitted = async () =>
    permissions.require(importer, 'write', await diaryReader(db).get(diaryId));
  await permitted();
  const report: ImportReport = {
    format: named ?? null,
    imported: 0,
    relations: 0,
    skipped: 0,
    refused: [],
    refusedCount: 0,
    complete: false,
  };
  let batch: ReadLine[] = [];
  let relations: RelationLine[] = [];
  let characters = 0;

  const refuse = (refused: ImportReport['refused']): void => {
    report.refusedCount += refused.length;
    report.refused.push(...refused.slice(0, LIMITS.refusalsPerImport - report.refused.length));
  };
  const flush = async (): Promise<void> => {
    if (isCutOff()) throw cutOff();
    if (batch.length === 0) return;
    const target = { diary: await permitted(), importer, screen: contentScreen };
    const done = await db.transaction((tx) => importBatch(tx, target, batch));
    report.imported += done.imported;
    report.skipped += done.skipped;
    refuse(done.refused);
    batch = [];
    characters = 0;
    backlog.wake();
  };
  // After the entries that they are between.
  const flushRelations = async (): Promise<void> => {
    await flush();
    if (relations.length === 0) return;
    const { id } = await permitted();
    const done = await importRelations(db, importer, id, relations);
    report.relations += done.relations;
    report.skipped += done.skipped;
    refuse(done.refused);
    relations = [];
  };
  const take = (line: number, text: string): void => {
    const value = parseLine(text);
    report.format ??= formatOf(value) ?? null;
    if (report.format === null) throw new Refusal('is of no format that is known: name it');
    if (report.format === 'moltnet' && isObject(value) && value['type'] === 'relation') {
      const reading = readRelation(value);
      if (reading) relations.push({ line, reading });
      else report.skipped += 1;
      return;
    }
    for (const reading of readLine(report.format, value)) {
      batch.push({ line, reading });
      characters += reading.fields.content.length;
    }
    if (isObject(value) && value['type'] === 'end') report.complete = true;
  };

  try {
    for await (const { number, text, fault } of linesOf(bounded(bytes), LIMITS.importLineBytes)) {
      try {
        if (text === undefined) throw new Refusal(fault);
        take(number, text);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refuse([{ line: number, reason: error.message }]);
      }
      if (batch.length >= BATCH || characters >= BATCH_CHARACTERS) await flush();
      if (relations.length >= BATCH) await flushRelations();
    }
    await flushRelations();
    return report;
  } catch (error) {
    throw isCutOff() ? cutOff() : error;
  }
}

function cutOff(): Problem {
  return new Problem('VALIDATION_FAILED', 'The body ended in the middle. Send it again.');
}

/** @throws Problem 413 once there are more bytes than an import may have */
async function* bounded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > LIMITS.importBytes) {
      throw new Problem('PAYLOAD_TOO_LARGE', 'The file is too large: send it in pieces.');
    }
    yield chunk;
  }
}
