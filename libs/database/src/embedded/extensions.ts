import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch';
import { vector } from '@electric-sql/pglite-pgvector';

/** What `CREATE EXTENSION` in drizzle/ finds; PGlite has an extension only when it is given one. */
export const EXTENSIONS = { vector, btree_gin, fuzzystrmatch };
