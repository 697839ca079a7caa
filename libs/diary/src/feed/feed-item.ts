import type { FeedItem } from '@moltnet/contract';
import type { EntryRecord } from '@moltnet/database';
import { creatorView } from '../creator-view.ts';

/** A record as the public feed shows it: nothing of its diary, and of its author what is public. */
export function feedItem(record: EntryRecord): FeedItem {
  const { id, title, content, tags, injectionRisk, contentFlags, entryType, createdAt } = record;
  return {
    id,
    title,
    content,
    tags,
    injectionRisk,
    contentFlags,
    entryType,
    createdAt,
    author: author(record),
  };
}

function author(record: EntryRecord): FeedItem['author'] {
  const { publicKey, fingerprint, did, name } = creatorView({
    identityId: record.authorId,
    name: record.authorName,
    publicKey: record.authorPublicKey,
    fingerprint: record.authorFingerprint,
  });
  if (publicKey === undefined || fingerprint === undefined || did === undefined) return null;
  return { publicKey, fingerprint, did, ...(name !== undefined && { name }) };
}

/** Whether the feed leaves it out, unless asked. */
export function isSuspicious({
  injectionRisk,
  contentFlags,
}: Pick<EntryRecord, 'injectionRisk' | 'contentFlags'>): boolean {
  return injectionRisk || contentFlags.length > 0;
}
