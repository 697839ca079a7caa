import {
  type Database,
  embeddingBacklogReader,
  embeddingModelReader,
  type EmbeddingModelRecord,
  type EmbeddingReport,
  embeddingReportReader,
  type EmbeddingRole,
  embeddingRollQueueReader,
} from '@moltnet/database';

/** New entries without a vector are counted up to here. */
export const MOST_UNEMBEDDED = 10_000;

/**
 * `indexing` its index is built · `filling` it is given the entries there are · `complete` it has all
 * but what waits · `dropping` its vectors are being removed.
 */
export type RollPhase = 'indexing' | 'filling' | 'complete' | 'dropping';

export interface ModelStatus {
  readonly model: string;
  readonly role: EmbeddingRole;
  /** In this role. */
  readonly since: string;
  readonly phase: RollPhase;
  /** Entries that it is to have; null where they were never counted, or it is being dropped. */
  readonly total: number | null;
  /** Of these, those that it has; of a model being dropped, vectors that are removed. */
  readonly done: number;
  /** Entries that wait for it, the failed ones among them. */
  readonly waiting: number;
  readonly failed: number;
  readonly lastError: string | null;
  /** While it is filled. */
  readonly entriesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** What each process says of it, while there is more than one model. */
  readonly processes: readonly Pick<EmbeddingReport, 'process' | 'status' | 'error'>[];
}

export interface EmbeddingsStatus {
  readonly models: readonly ModelStatus[];
  /** New entries that no model has embedded yet; counted up to MOST_UNEMBEDDED. */
  readonly unembedded: number;
}

/** Where the models stand, for an operator. */
export async function embeddingsStatus(db: Database): Promise<EmbeddingsStatus> {
  const records = await embeddingModelReader(db).all();
  const reports = await embeddingReportReader(db).recent();
  const models: ModelStatus[] = [];
  for (const record of records) {
    const queue = await embeddingRollQueueReader(db).counts(record.model);
    models.push({
      model: record.model,
      role: record.role,
      since: record.roleSince,
      phase: phaseOf(record),
      ...queue,
      ...progressOf(record, queue.waiting),
      processes: reports
        .filter(({ model }) => model === record.model)
        .map(({ process, status, error }) => ({ process, status, error })),
    });
  }
  return { models, unembedded: await embeddingBacklogReader(db).pending(MOST_UNEMBEDDED) };
}

function phaseOf({ role, indexed, walkedAt }: EmbeddingModelRecord): RollPhase {
  if (role === 'dropping') return 'dropping';
  if (walkedAt !== null) return 'complete';
  return indexed ? 'filling' : 'indexing';
}

function progressOf(record: EmbeddingModelRecord, waiting: number) {
  const { role, walkedAt, pace } = record;
  if (role === 'dropping') {
    return { total: null, done: record.walked, entriesPerSecond: null, secondsLeft: null };
  }
  const done = Math.max(0, record.walked - waiting);
  if (walkedAt !== null) {
    const total = record.walked > 0 ? record.walked : null;
    return { total, done, entriesPerSecond: null, secondsLeft: null };
  }
  // Entries come while the walk goes on, which counts them as it sees them.
  const total = Math.max(record.total, record.walked);
  const secondsLeft = pace ? Math.ceil((total - done) / pace) : null;
  return { total, done, entriesPerSecond: pace, secondsLeft };
}
