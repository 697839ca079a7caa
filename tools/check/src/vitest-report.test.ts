import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCounts } from './vitest-report.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moltnet-report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const report = (parts: object): object => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
  ...parts,
});
const brokenFile = { status: 'failed', assertionResults: [] };
const failedFile = { status: 'failed', assertionResults: [{ status: 'failed' }] };

describe('readCounts', () => {
  it.each([
    ['a green run', report({}), true, { passed: 3, failed: 0, skipped: 0 }],
    [
      'failed tests, once each',
      report({ numFailedTests: 1, testResults: [failedFile] }),
      false,
      { passed: 3, failed: 1, skipped: 0 },
    ],
    [
      'a file that could not be loaded',
      report({ numFailedTests: 1, testResults: [failedFile, brokenFile] }),
      false,
      { passed: 3, failed: 2, skipped: 0 },
    ],
    ['an error outside any test', report({}), false, { passed: 3, failed: 1, skipped: 0 }],
    [
      'what was skipped, apart',
      report({ numPendingTests: 2, numTodoTests: 1 }),
      true,
      { passed: 3, failed: 0, skipped: 3 },
    ],
  ])('counts %s', async (_case, content, succeeded, expected) => {
    const file = join(folder, 'report.json');
    await writeFile(file, JSON.stringify(content));
    expect(await readCounts(file, succeeded)).toEqual(expected);
  });

  it('counts a run without a report as one failure', async () => {
    expect(await readCounts(join(folder, 'none.json'), true)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
    });
  });
});
