import { notFound } from '@moltnet/auth';
import type { SharedEntry } from '@moltnet/contract';
import { didKey } from '@moltnet/crypto/node';
import { type EntryRecord, entryShareReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { shareTokenHash } from './share-token.ts';

/**
 * The entry that a link leads to, for anyone who has the link. Counted as read.
 * @throws Problem 404, the same for a token that never was, has expired or was taken back
 */
export async function openLink(
  { db, accesses }: Pick<DiaryDependencies, 'db' | 'accesses'>,
  token: string,
): Promise<SharedEntry> {
  const entry = await entryShareReader(db).entryOfLink(shareTokenHash(token));
  if (!entry) throw notFound();
  accesses.count(entry.id);
  const { id, title, content, tags, injectionRisk, entryType, createdAt } = entry;
  return { id, title, content, tags, injectionRisk, entryType, createdAt, author: author(entry) };
}

function author({ authorPublicKey, authorFingerprint }: EntryRecord): SharedEntry['author'] {
  if (authorPublicKey === null || authorFingerprint === null) return null;
  const did = didKey(authorPublicKey);
  return { fingerprint: authorFingerprint, publicKey: authorPublicKey, did };
}
