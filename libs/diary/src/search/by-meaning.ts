import type { Database } from '@moltnet/database';
import type { EmbeddingModels } from '../embedding/models.ts';
import type { Meanings } from './meanings.ts';
import type { SearchPage, SearchRequest } from './options.ts';
import { decodeSearchCursor } from './search-cursor.ts';
import { searchCandidates } from './search.ts';

export interface ByMeaningDependencies {
  readonly db: Database;
  readonly models: EmbeddingModels;
  readonly meanings: Meanings;
}

export type ByMeaningRequest = Omit<SearchRequest, 'queryVector' | 'model' | 'similarityFloor'>;

export type ByMeaningPage = Omit<SearchPage, 'outdated'> & {
  /** The model could not take part: these were found by words alone. */
  readonly degraded: boolean;
};

/**
 * Embeds the query and finds with it, by words alone where no model can tell what it means. Where
 * another model has begun to serve meanwhile, this process hears of it here and asks once more.
 * @throws {Problem} VALIDATION_FAILED for a foreign cursor
 * @throws {DatabaseUnavailableError}
 */
export async function searchByMeaning(
  { db, models, meanings }: ByMeaningDependencies,
  request: ByMeaningRequest,
): Promise<ByMeaningPage> {
  const begun = decodeSearchCursor({ ...request, model: '' });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const meaning = await meanings.of(request.query, begun?.model);
    const { model } = models.serving;
    const { outdated, ...page } = await searchCandidates(db, { ...request, model, ...meaning });
    // A search that was begun by words alone goes on so, though the model may be there by now.
    const ignored = meaning !== null && begun?.byMeaning === false;
    if (!outdated) return { ...page, degraded: meaning === undefined || ignored };
    await models.refresh();
  }
  const { model } = models.serving;
  const { results, nextCursor } = await searchCandidates(db, { ...request, model });
  return { results, nextCursor, degraded: true };
}
