import type { Principal } from '@moltnet/auth';
import type { TagList, TagsQuery } from '@moltnet/contract';
import { diaryReader, tagReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';

/**
 * The tags of a diary with how many entries carry each, most used first.
 * @throws Problem 404 where the diary may not be read
 */
export async function listTags(
  { db, permissions }: DiaryDependencies,
  principal: Principal,
  diaryId: string,
  query: TagsQuery,
): Promise<TagList> {
  const { id } = await permissions.require(principal, 'read', await diaryReader(db).get(diaryId));
  const tags = await tagReader(db).list({ ...query, diaryId: id });
  return { tags, total: tags.length };
}
