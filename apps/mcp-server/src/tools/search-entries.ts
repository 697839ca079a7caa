import { SearchBody } from '@moltnet/contract';
import { excerpts } from './excerpts.ts';
import { defineTool } from './tool.ts';

const { offset: _, explain: __, ...input } = SearchBody.properties;

export const searchEntries = defineTool({
  name: 'entries_search',
  title: 'Search entries',
  description:
    'Use before you answer from memory or start work that may have been done before: finds entries by meaning and by word in every diary you can read. Ask in plain words. Best first; where nextCursor is not null there are more.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input,
  hints: {
    diaryId: 'Only this diary',
    tags: 'Only entries with all of these',
    limit: 'Default 10',
    maxTokens: 'Whole entries, the best that fit into so many tokens of your context',
    wRelevance: 'Weight of meaning and words, default 1',
    wRecency: 'Weight of being new, default 0',
    wImportance: 'Weight of importance, default 0',
  },
  async run(client, search, options) {
    const found = await client.entries.search(search, options);
    // What fits the caller's budget is not cut once more.
    const results = search.maxTokens === undefined ? excerpts(found.results) : found.results;
    return { ...found, results };
  },
});
