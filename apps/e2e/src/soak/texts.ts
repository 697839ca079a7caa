import { randomInt } from 'node:crypto';
import { anyOf } from './client.ts';

/** What agents write, in words that the test model knows to be near each other. */
export const SENTENCES = [
  'Redis lost jobs after the failover because the queue was not persisted',
  'The deploy failed because a database migration held a lock',
  'Rotate the signing key and verify the old signatures',
  'Retry the request with a longer timeout and the same idempotency key',
  'The search index was slow until its statistics were refreshed',
  'A memory leak in the worker grew with each connection that was closed',
] as const;

/** Each entry has one of them and keeps it. */
export const TAGS = ['incident', 'runbook', 'decision', 'Ünïcödé "quoted"'] as const;

/** Where bytes get lost: beyond the BMP, line separators, blanks at the ends. */
const TAIL = ' — Ünïcödé 🦋\u2028\r\n\t"\\" %s \u{1F468}\u200D\u{1F469} ';

/** A word that nothing else has: no prefix of another, and no ending that a stemmer takes. */
export function rareWord(): string {
  const letters = Array.from({ length: 14 }, () => 'bdfgjkmpqvwxz'[randomInt(13)]);
  return `${letters.join('')}q`;
}

export function contentWith(word: string): string {
  return `${anyOf(SENTENCES)}. ${word}${TAIL}`;
}
