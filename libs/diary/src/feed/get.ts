import { notFound } from '@moltnet/auth';
import type { PublicEntry } from '@moltnet/contract';
import { publicFeedReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { feedItem } from './feed-item.ts';

/**
 * One entry that anyone may read, with what it takes to verify it.
 * @throws Problem 404 where there is none, or its diary is not public
 */
export async function getPublicEntry(
  { db }: Pick<DiaryDependencies, 'db'>,
  entryId: string,
): Promise<PublicEntry> {
  const [entry] = await publicFeedReader(db).getMany([entryId]);
  if (entry === undefined) throw notFound();
  const { contentHash, signatureScheme, contentSignature, supersededBy, updatedAt } = entry;
  return {
    ...feedItem(entry),
    contentHash,
    signatureScheme,
    contentSignature,
    supersededBy,
    updatedAt,
  };
}
