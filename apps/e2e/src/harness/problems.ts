import {
  PROBLEM_BASE_URI,
  PROBLEMS,
  type ProblemCode,
  type ProblemDetails,
} from '@moltnet/contract';
import { expect } from 'vitest';
import type { Answer } from './http.ts';

/** Words that only the inside knows: SQL, stacks, paths, hosts. */
const INSIDE =
  /select |insert |postgres|node_modules|\.ts\b|at \w+ \(|ECONN|127\.0\.0\.1|keto|kratos/i;

/**
 * Checks that an answer is the problem `code` in every respect of API.md, "Rules for every route",
 * and gives its details.
 */
export function expectProblem(answer: Answer, code: ProblemCode): ProblemDetails {
  const { status, title, slug } = PROBLEMS[code];
  const details = (answer.body ?? {}) as ProblemDetails;
  expect({ status: answer.status, code: details.code, text: answer.text }).toMatchObject({
    status,
    code,
  });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json\b/);
  expect(details).toMatchObject({ type: `${PROBLEM_BASE_URI}${slug}`, title, status });
  expect(details.detail).toMatch(/\S/);
  expect(details.instance).toMatch(/^\//);
  expect(details.requestId).toBe(answer.headers.get('x-request-id'));
  if (details.retryAfter !== undefined) {
    expect(answer.headers.get('retry-after')).toBe(String(details.retryAfter));
  }
  if (status >= 500) expect(details.detail).not.toMatch(INSIDE);
  return details;
}

/** The same for a request that got fields wrong: exactly these, in any order. */
export function expectFields(answer: Answer, fields: readonly string[]): ProblemDetails {
  const details = expectProblem(answer, 'VALIDATION_FAILED');
  const named = new Set(details.errors?.map(({ field }) => field));
  expect([...named].sort()).toEqual([...fields].sort());
  return details;
}
