import { createHash } from 'node:crypto';

import type { Database } from '@moltnet/database';

import type { Corpus } from './corpus.ts';
import type { Layout } from './layout.ts';
import { loadCorpus } from './load.ts';
import { rowsOf } from './rows.ts';

/**
 * Makes sure that the database holds the corpus: loads it where there is none, and takes what an
 * earlier run has kept.
 *
 * @throws Error where the database holds another one, or one that was not loaded to its end
 */
export async function ensureCorpus(
  db: Database,
  corpus: Corpus,
  layout: Layout,
  how: { readonly byCopy: boolean; readonly say: (line: string) => void },
): Promise<void> {
  await db.sql`CREATE SCHEMA IF NOT EXISTS bench`;
  await db.sql`CREATE TABLE IF NOT EXISTS bench.corpus (fingerprint text NOT NULL)`;
  const [kept] = await db.sql<{ fingerprint: string }[]>`SELECT fingerprint FROM bench.corpus`;
  const expected = fingerprintOf(corpus, layout);
  if (kept?.fingerprint === expected) return;
  const [{ empty }] = await db.sql<[{ empty: boolean }]>`
    SELECT NOT EXISTS (SELECT FROM agents) AS empty`;
  if (kept !== undefined || !empty) {
    const [{ name }] = await db.sql<[{ name: string }]>`SELECT current_database() AS name`;
    throw new Error(`Database ${name} does not hold this corpus; drop it and run again.`);
  }
  how.say(`loading ${layout.size.toLocaleString('en')} entries`);
  await loadCorpus(db, corpus, layout, how);
  await db.sql`INSERT INTO bench.corpus (fingerprint) VALUES (${expected})`;
}

/** Of the size and some entries: any change of the maker shows in each. */
function fingerprintOf(corpus: Corpus, layout: Layout): string {
  const rows = [0, 199, layout.size - 1].map((index) => rowsOf(corpus, layout, index));
  const made = JSON.stringify([layout.size, layout.teamDiaryIds, rows]);
  return createHash('sha256').update(made).digest('hex');
}
