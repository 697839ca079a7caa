import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

import type { Database } from '@moltnet/database';

import type { TextRow } from './rows.ts';

/** Bytes that are gathered before they are written. */
const CHUNK = 256 * 1024;

/** Rows into one table by COPY, as long as the work gives some. */
export interface Copy {
  add(row: TextRow): Promise<void>;
}

/**
 * Copies into a table what `work` adds, in one transaction, without triggers, which needs a
 * superuser: the corpus keeps its references itself.
 */
export async function copyInto(
  db: Database,
  table: string,
  columns: readonly string[],
  work: (copy: Copy) => Promise<void>,
): Promise<void> {
  await db.transaction(async ({ sql }) => {
    await sql`SET LOCAL session_replication_role = replica`;
    const stream =
      await sql`COPY ${sql(table)} (${sql(columns as string[])}) FROM STDIN`.writable();
    const done = finished(stream);
    done.catch(() => undefined);
    let pending = '';
    await work({
      add: async (row) => {
        pending += `${row.map(field).join('\t')}\n`;
        if (pending.length < CHUNK) return;
        const text = pending;
        pending = '';
        await write(stream, text);
      },
    });
    stream.end(pending);
    await done;
  });
}

async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

/** COPY's text format. */
function field(value: string | null): string {
  if (value === null) return String.raw`\N`;
  return value.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPED[character]!);
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};
