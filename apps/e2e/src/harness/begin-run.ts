import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { processesOf } from './processes.ts';
import { createRun, logsOf, secretsOf } from './run.ts';
import { secretsInLogs } from './secrets-in-logs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of this run. */
    run: string;
  }
}

/** Makes the folder of a run; `finish` checks what its networks have left, and removes it. */
export function beginRun(project: TestProject): { run: string; finish: () => void } {
  const run = createRun();
  project.provide('run', run);
  const finish = (): void => {
    const left = processesOf(run);
    if (left.length > 0) throw new Error(`left behind: ${JSON.stringify(left)}`);
    const leaks = secretsInLogs(logsOf(run), secretsOf(run));
    if (leaks.length > 0) throw new Error(`secrets in ${run}/logs:\n${leaks.join('\n')}`);
    if (project.vitest.state.getCountOfFailedTests() === 0) {
      rmSync(run, { recursive: true, force: true });
    } else {
      project.vitest.logger.log(`Everything that the processes printed is in ${run}/logs`);
    }
  };
  return { run, finish };
}
