import type { Entry } from '@moltnet/contract';
import type { EntryRecord } from '@moltnet/database';
import { creatorView } from '../creator-view.ts';

/** A record as the `Entry` of API.md. */
export function entryView(record: EntryRecord): Entry {
  const { authorId, authorName, authorPublicKey, authorFingerprint, ...fields } = record;
  return {
    ...fields,
    creator: creatorView({
      identityId: authorId,
      name: authorName,
      publicKey: authorPublicKey,
      fingerprint: authorFingerprint,
    }),
  };
}
