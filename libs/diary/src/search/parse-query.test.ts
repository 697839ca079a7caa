import { expect, test } from 'vitest';
import { parseQuery } from './parse-query.ts';

test.each<[query: string, wanted: string, phrases: string[], excluded: string[]]>([
  ['redis restart', 'redis restart', [], []],
  ['"dead letter" queue', '"dead letter" queue', ['dead letter'], []],
  ['redis -valkey', 'redis', [], ['valkey']],
  ['-"dead letter" queue', 'queue', [], ['dead letter']],
  ['redis or valkey', 'redis or valkey', [], []],
  ['x-moltnet-team-id', 'x-moltnet-team-id', [], []],
  ['“dead letter”', '"dead letter"', ['dead letter'], []],
  ['-redis', '', [], ['redis']],
  ['an "open quote', 'an open quote', [], []],
  ['- -- -" "" !?', '', [], []],
  ['  ', '', [], []],
  ['データベース -"再起動"', 'データベース', [], ['再起動']],
  ['C++ f(x)', 'C++ f(x)', [], []],
])('%s', (query, wanted, phrases, excluded) => {
  expect(parseQuery(query)).toEqual({ wanted, phrases, excluded });
});
