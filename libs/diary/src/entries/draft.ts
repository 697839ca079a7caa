import { type BatchEntryInput, LIMITS, Problem } from '@moltnet/contract';
import { contentHash } from '@moltnet/crypto/node';
import type { NewEntry } from '@moltnet/database';

/** What of a new entry is known before anybody signs for it. */
export type Draft = Pick<
  NewEntry,
  'title' | 'content' | 'tags' | 'entryType' | 'importance' | 'injectionRisk' | 'contentHash'
>;

/**
 * What an author sends, with what API.md says where it says nothing.
 * @throws Problem 400 where the author's content hash is another one
 */
export function draftEntry(input: BatchEntryInput): Draft {
  const { title, content, tags = [], entryType = 'semantic' } = input;
  const hash = contentHash({ title, content, tags, entryType });
  if (input.contentHash !== undefined && input.contentHash !== hash) {
    throw new Problem('VALIDATION_FAILED', `contentHash is not that of this entry, ${hash}.`, {
      errors: [{ field: 'body.contentHash', message: `must be ${hash}` }],
    });
  }
  return {
    title: title ?? null,
    content,
    tags,
    entryType,
    importance: input.importance ?? LIMITS.importance.default,
    injectionRisk: false,
    contentHash: hash,
  };
}
