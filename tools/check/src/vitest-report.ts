import { readFile } from 'node:fs/promises';

/** The part of vitest's JSON report that is counted. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts of a vitest run. A file that could not be loaded has no tests to count and is one failure;
 * so is a run that left no report, or that failed for another reason (an unhandled rejection).
 *
 * @param file vitest's `--reporter=json` output.
 * @param succeeded Whether vitest exited with 0.
 */
export async function readCounts(file: string, succeeded: boolean): Promise<Counts> {
  const report: VitestReport | undefined = await readFile(file, 'utf8').then(
    JSON.parse,
    () => undefined,
  );
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
