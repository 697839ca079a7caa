import type { EntryFilter } from '@moltnet/database';

/** A search over entries; what is left out of the filter does not narrow it. */
export interface SearchRequest extends Omit<EntryFilter, 'ids'> {
  /** Where to look; none finds nothing. */
  readonly diaryIds: readonly string[];
  /** Left out or without a word in it: a list by recency and importance. */
  readonly query?: string | undefined;
  /** The vector of the query's `wanted` words. Left out: by words alone. */
  readonly queryVector?: Float32Array | undefined;
  /** The model that made it, whose vectors it is compared with. */
  readonly model: string;
  /** Cosine similarity below which an entry is no nearer to the query than any text is. */
  readonly similarityFloor?: number | undefined;
  /** 0 to 1. */
  readonly wRelevance?: number | undefined;
  readonly wRecency?: number | undefined;
  readonly wImportance?: number | undefined;
  readonly limit: number;
  /** Results to skip, for clients that page by number. */
  readonly offset?: number | undefined;
  readonly cursor?: string | undefined;
}

/** How the scores add up. */
export interface Weights {
  readonly relevance: number;
  readonly recency: number;
  readonly importance: number;
}

export interface ScoreParts {
  /** Cosine similarity of the best chunk; null where the meaning did not find the entry. */
  readonly vector: number | null;
  /** 0 to 1.1: the share of the query's words that the entry has, rare ones counting more. */
  readonly text: number | null;
  /** 1 for now, half of it for each 30 days. */
  readonly recency: number;
  /** A tenth of the entry's importance. */
  readonly importance: number;
}

export interface SearchHit {
  readonly entryId: string;
  readonly score: number;
  readonly scores: ScoreParts;
  /** Fragments with the matching words between « and »; null where no word matched. */
  readonly highlight: string | null;
}

export interface SearchPage {
  readonly results: SearchHit[];
  readonly nextCursor: string | null;
  /** The model of the query's vector is searched no longer: these were found by words alone. */
  readonly outdated: boolean;
}

/**
 * API.md: relevance alone, unless the caller weighs otherwise. Without a query nothing is more
 * relevant than the rest, so a list is by recency.
 */
export function weightsOf(request: SearchRequest, listed: boolean): Weights {
  const { wRelevance = 1, wRecency = 0, wImportance = 0 } = request;
  if (!listed) return { relevance: wRelevance, recency: wRecency, importance: wImportance };
  const recency = wRecency === 0 && wImportance === 0 ? 1 : wRecency;
  return { relevance: 0, recency, importance: wImportance };
}
