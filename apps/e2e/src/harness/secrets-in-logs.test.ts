import { expect, test } from 'vitest';
import { secretsInLogs } from './secrets-in-logs.ts';

const SECRET = 'a+secret/that-is-long=';

test.each([
  ['as it is', SECRET],
  ['in a URL', encodeURIComponent(SECRET)],
  ['in base64', btoa(SECRET)],
])('a secret %s is found, and its line is shown without it', (_, form) => {
  const logs = [
    { name: 'a.out', text: 'nothing\n' },
    { name: 'b.out', text: `nothing\nthe token is ${form}!\n` },
  ];
  expect(secretsInLogs(logs, [SECRET])).toEqual(['b.out: the token is <secret>!']);
});

test('what is no secret is not found', () => {
  const logs = [{ name: 'a.out', text: 'the token is [redacted]' }];
  expect(secretsInLogs(logs, [SECRET, 'is', ''])).toEqual([]);
});
