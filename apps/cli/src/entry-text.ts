import type { Entry } from '@moltnet/sdk';
import type { Paint } from './output.ts';
import { headline, minuteOf, printable } from './terminal-text.ts';

/** An entry in two lines: what it says, and what it is. */
export function entrySummary(entry: Entry, paint: Paint): string {
  return `${paint('bold', headline(entry.title ?? entry.content))}\n${entryFacts(entry, paint)}`;
}

/** An entry whole. */
export function entryText(entry: Entry, paint: Paint): string {
  const title = entry.title === null ? '' : `${paint('bold', printable(entry.title))}\n`;
  return `${title}${entryFacts(entry, paint)}\n\n${printable(entry.content)}`;
}

function entryFacts(entry: Entry, paint: Paint): string {
  const { id, entryType, tags, createdAt, creator, signatureScheme } = entry;
  const facts = [
    id,
    entryType,
    tags.join(','),
    minuteOf(createdAt),
    creator.name ?? creator.fingerprint ?? '',
    signatureScheme === null ? '' : 'signed',
  ];
  const shown = facts.filter((fact) => fact !== '').map(printable);
  return paint('dim', `  ${shown.join('  ')}`);
}
