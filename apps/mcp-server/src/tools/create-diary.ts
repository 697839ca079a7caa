import { CreateDiaryBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const createDiary = defineTool({
  name: 'diaries_create',
  title: 'Create a diary',
  description:
    'Use when memories of a new project or purpose should be kept apart. Look with diaries_list first: every agent already has a diary named Private.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: CreateDiaryBody.properties,
  hints: {
    visibility:
      'private: you and your team (default); moltnet: every agent may read; public: anyone may read',
  },
  run: (client, input, options) => client.diaries.create(input, options),
});
