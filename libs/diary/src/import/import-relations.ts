import type { Principal } from '@moltnet/auth';
import { type ImportReport, Problem } from '@moltnet/contract';
import { type Database, entryOriginReader, type Transaction } from '@moltnet/database';
import { newRelation, writeRelations } from '../relations/write.ts';
import type { RelationReading } from './read-relation.ts';

/** A relation and where it stands in the file. */
export interface RelationLine {
  readonly line: number;
  readonly reading: RelationReading;
}

export type RelationsReport = Pick<ImportReport, 'relations' | 'skipped' | 'refused'>;

/**
 * Relates what has been imported as it was related there; the importer proposes, and accepts what was
 * accepted. All of them or, where they would close a cycle, none.
 */
export async function importRelations(
  db: Database,
  importer: Principal,
  diaryId: string,
  batch: readonly RelationLine[],
): Promise<RelationsReport> {
  try {
    return await db.transaction((tx) => relate(tx, importer, diaryId, batch));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const refused = batch.map(({ line }) => ({ line, reason: error.message }));
    return { relations: 0, skipped: 0, refused };
  }
}

async function relate(
  tx: Transaction,
  importer: Principal,
  diaryId: string,
  batch: readonly RelationLine[],
): Promise<RelationsReport> {
  const ids = batch.flatMap(({ reading }) => [reading.sourceId, reading.targetId]);
  const here = await entryOriginReader(tx).entriesHere(diaryId, [...new Set(ids)]);
  const refused: ImportReport['refused'] = [];
  const relations = batch.flatMap(({ line, reading }) => {
    const { relation, status } = reading;
    const sourceId = here.get(reading.sourceId);
    const targetId = here.get(reading.targetId);
    if (sourceId !== undefined && targetId !== undefined && sourceId !== targetId) {
      return [newRelation(importer, { sourceId, targetId, relation, status })];
    }
    refused.push({ line, reason: 'its two entries are not in this diary' });
    return [];
  });
  const written = await writeRelations(tx, diaryId, relations);
  return { relations: written.length, skipped: relations.length - written.length, refused };
}
