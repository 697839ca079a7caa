import { ListDiariesQuery } from '@moltnet/contract';
import { defineTool } from './tool.ts';

const { limit, cursor } = ListDiariesQuery.properties;

export const listDiaries = defineTool({
  name: 'diaries_list',
  title: 'List diaries',
  description:
    'Use to find the diary_id that other tools want: every diary you can read, with name and visibility. Where nextCursor is not null there are more.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { limit, cursor },
  run: (client, query, options) => client.diaries.list(query, options),
});
