import type { EntryShare } from '@moltnet/contract';
import type { EntryShareRecord } from '@moltnet/database';

/** A share without what a link's token could be told from. */
export function shareView(share: EntryShareRecord): EntryShare {
  const { id, entryId, subjectId, subjectNs, expiresAt, sharedBy, createdAt } = share;
  return { id, entryId, subjectId, subjectNs, expiresAt, sharedBy, createdAt };
}
