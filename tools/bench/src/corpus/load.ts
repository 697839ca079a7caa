import type { Database } from '@moltnet/database';

import { copyInto } from './copy.ts';
import type { Corpus } from './corpus.ts';
import { withoutIndexes } from './indexes.ts';
import { insertInto } from './insert.ts';
import type { Layout } from './layout.ts';
import { loadOwners } from './owners.ts';
import { EMBEDDING_COLUMNS, ENTRY_COLUMNS, rowsOf, type TextRow } from './rows.ts';

const BATCH = 500;
const TOLD_EVERY = 50_000;

/**
 * Fills an empty database with a corpus: agents, diaries, entries with their vectors. Straight into
 * the tables and with their indexes built afterwards; through the API it would be days.
 */
export async function loadCorpus(
  db: Database,
  corpus: Corpus,
  layout: Layout,
  { byCopy, say }: { readonly byCopy: boolean; readonly say: (line: string) => void },
): Promise<void> {
  await loadOwners(db, layout);
  await withoutIndexes(db, ['entries', 'entry_embeddings'], say, async () => {
    await (byCopy ? copyEntries : insertEntries)(db, corpus, layout, say);
  });
  await db.sql`VACUUM (ANALYZE) entries, entry_embeddings`;
}

async function copyEntries(
  db: Database,
  corpus: Corpus,
  layout: Layout,
  say: (line: string) => void,
): Promise<void> {
  await copyInto(db, 'entries', ENTRY_COLUMNS, (entries) =>
    copyInto(db, 'entry_embeddings', EMBEDDING_COLUMNS, async (embeddings) => {
      for (let index = 0; index < layout.size; index += 1) {
        const rows = rowsOf(corpus, layout, index);
        await entries.add(rows.entry);
        for (const row of rows.embeddings) await embeddings.add(row);
        if ((index + 1) % TOLD_EVERY === 0) say(`${(index + 1).toLocaleString('en')} entries`);
      }
    }),
  );
}

async function insertEntries(db: Database, corpus: Corpus, layout: Layout): Promise<void> {
  for (let first = 0; first < layout.size; first += BATCH) {
    const entries: TextRow[] = [];
    const embeddings: TextRow[] = [];
    for (let index = first; index < Math.min(first + BATCH, layout.size); index += 1) {
      const rows = rowsOf(corpus, layout, index);
      entries.push(rows.entry);
      embeddings.push(...rows.embeddings);
    }
    await insertInto(db, 'entries', ENTRY_COLUMNS, entries);
    await insertInto(db, 'entry_embeddings', EMBEDDING_COLUMNS, embeddings);
  }
}
