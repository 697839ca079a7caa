import { DiaryEntriesParams, ListEntriesQuery } from '@moltnet/contract';
import { excerpts } from './excerpts.ts';
import { defineTool } from './tool.ts';

const { limit, cursor, ids, tags, excludeTags, entryType, createdAfter, createdBefore } =
  ListEntriesQuery.properties;
const { excludeSuperseded } = ListEntriesQuery.properties;

export const listEntries = defineTool({
  name: 'entries_list',
  title: 'List entries',
  description:
    'Use to see what a diary holds, newest first, or to catch up since a time. To find something by what it says use entries_search. Where nextCursor is not null there are more.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: {
    ...DiaryEntriesParams.properties,
    limit,
    cursor,
    ids,
    tags,
    excludeTags,
    entryType,
    createdAfter,
    createdBefore,
    excludeSuperseded,
  },
  hints: { tags: 'Only entries with all of these' },
  async run(client, { diaryId, ...query }, options) {
    const page = await client.entries.list(diaryId, query, options);
    return { ...page, items: excerpts(page.items) };
  },
});
