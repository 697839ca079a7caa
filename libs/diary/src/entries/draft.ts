import { type BatchEntryInput, type CreateEntryInput, LIMITS, Problem } from '@moltnet/contract';
import { contentHash } from '@moltnet/crypto/node';
import type { NewEntry } from '@moltnet/database';
import { type ContentScreen, screenWriting } from '../screening/screen.ts';

/** What of a new entry is known before anybody signs for it. */
export type Draft = Omit<
  NewEntry,
  'id' | 'diaryId' | 'authorId' | 'signatureScheme' | 'contentSignature'
>;

/** What an author sends for one entry; it is signed by one of the two, or not. */
type EntryInput = BatchEntryInput & Pick<CreateEntryInput, 'signingRequestId'>;

/**
 * What an author sends, with what API.md says where it says nothing, screened. The content hash is
 * that of what is kept; the author's own must be that of what was sent.
 * @throws Problem 400 where the author's content hash is another one
 */
export function draftEntry(input: EntryInput, screen: ContentScreen): Draft {
  const { content, tags = [], entryType = 'semantic' } = input;
  const title = input.title ?? null;
  const sent = contentHash({ title, content, tags, entryType });
  if (input.contentHash !== undefined && input.contentHash !== sent) {
    throw new Problem('VALIDATION_FAILED', `contentHash is not that of this entry, ${sent}.`, {
      errors: [{ field: 'body.contentHash', message: `must be ${sent}` }],
    });
  }
  const signed = input.signature !== undefined || input.signingRequestId !== undefined;
  const screened = screenWriting({ title, content, tags }, { screen, signed });
  return {
    ...screened,
    entryType,
    importance: input.importance ?? LIMITS.importance.default,
    contentHash:
      screened.contentFlags.length === 0 ? sent : contentHash({ ...screened, entryType }),
  };
}
