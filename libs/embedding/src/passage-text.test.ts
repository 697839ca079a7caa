import { expect, test } from 'vitest';

import { passageText } from './passage-text.ts';

test.each([
  [{ content: 'body' }, 'body'],
  [{ title: null, tags: [], content: 'body' }, 'body'],
  [{ title: 'Title', content: 'body' }, 'Title\nbody'],
  [{ tags: ['incident', 'scope:billing'], content: 'body' }, 'incident, scope:billing\nbody'],
  [{ title: 'Title', tags: ['a'], content: 'line\nline' }, 'Title\na\nline\nline'],
])('%j becomes %j', (passage, text) => {
  expect(passageText(passage)).toBe(text);
});
