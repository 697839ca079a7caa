import { contentHash } from '@moltnet/crypto';
import { formatHalfvec } from '@moltnet/database';
import { EMBEDDING_MODEL } from '@moltnet/embedding';

import type { Corpus } from './corpus.ts';
import type { Layout } from './layout.ts';

/** A row as text for each column, as COPY and a cast from text both take it. */
export type TextRow = readonly (string | null)[];

export const ENTRY_COLUMNS = [
  'id',
  'diary_id',
  'author_id',
  'title',
  'content',
  'tags',
  'entry_type',
  'importance',
  'content_hash',
  'superseded_by',
  'created_at',
  'updated_at',
] as const;

export const EMBEDDING_COLUMNS = [
  'entry_id',
  'chunk',
  'model',
  'diary_id',
  'embedding',
  'embedded_at',
] as const;

/** Entry `index` of the corpus and its chunks as rows. */
export function rowsOf(
  corpus: Corpus,
  layout: Layout,
  index: number,
): { readonly entry: TextRow; readonly embeddings: readonly TextRow[] } {
  const { title, content, tags, entryType, importance, chunks } = corpus.entry(index);
  const { id, diaryId, authorId, supersededBy, createdAt } = layout.place(index);
  const time = new Date(createdAt).toISOString();
  const hash = contentHash({ title, content, tags: [...tags], entryType });
  return {
    entry: [
      id,
      diaryId,
      authorId,
      title,
      content,
      `{${tags.map((tag) => `"${tag}"`).join(',')}}`,
      entryType,
      String(importance),
      hash,
      supersededBy,
      time,
      time,
    ],
    embeddings: chunks.map((vector, chunk) => [
      id,
      String(chunk),
      EMBEDDING_MODEL,
      diaryId,
      formatHalfvec(vector),
      time,
    ]),
  };
}
