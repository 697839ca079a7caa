import { MoltNetProblem } from '@moltnet/sdk';
import { expect, test } from 'vitest';
import { failureText } from './failure.ts';

const problem = (conflict: Record<string, unknown> | undefined) =>
  new MoltNetProblem({
    status: 409,
    code: 'CONFLICT',
    title: 'Conflict',
    detail: 'Leave them out.',
    errors: [],
    retryAfter: undefined,
    conflict,
    requestId: undefined,
  });

test('says what a request collided with, of very much the beginning', () => {
  const text = failureText(problem({ flagged: ['a', 'b'] }), 'r');
  expect(text).toContain('Conflict: {"flagged":["a","b"]}');
  expect(failureText(problem({ flagged: ['x'.repeat(10_000)] }), 'r').length).toBeLessThan(2_200);
  expect(failureText(problem(undefined), 'r')).not.toContain('Conflict: {');
});
