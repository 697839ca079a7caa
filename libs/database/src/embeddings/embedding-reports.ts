import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';

/** How a model is in a process. */
export interface EmbeddingReport {
  readonly process: string;
  readonly model: string;
  readonly status: 'ok' | 'loading' | 'error';
  readonly error: string | null;
}

/** A process that has not reported for so long is gone. */
const SILENT_SECONDS = 20;

export function embeddingReportReader({ sql }: Source) {
  return typedErrors({
    /** What the processes that are there have to say, by process. */
    async recent(): Promise<EmbeddingReport[]> {
      return sql<EmbeddingReport[]>`
        SELECT process, model, status, error FROM embedding_reports
        WHERE reported_at > clock_timestamp() - ${SILENT_SECONDS} * interval '1 s'
        ORDER BY process, model`;
    },
  });
}

export function embeddingReportWriter({ sql }: Transaction) {
  return typedErrors({
    /** Says how one process is, in place of what it said before; forgets those that are gone. */
    async replace(process: string, models: readonly Omit<EmbeddingReport, 'process'>[]) {
      await sql`
        DELETE FROM embedding_reports
        WHERE (process = ${process} AND model <> ALL (${models.map(({ model }) => model)}::text[]))
           OR reported_at < clock_timestamp() - ${SILENT_SECONDS} * 10 * interval '1 s'`;
      await sql`
        INSERT INTO embedding_reports (process, model, status, error)
        SELECT ${process}, * FROM unnest(${models.map(({ model }) => model)}::text[],
                                         ${models.map(({ status }) => status)}::text[],
                                         ${models.map(({ error }) => error)}::text[])
        ON CONFLICT (process, model) DO UPDATE
          SET status = excluded.status, error = excluded.error,
              reported_at = excluded.reported_at`;
    },
  });
}
