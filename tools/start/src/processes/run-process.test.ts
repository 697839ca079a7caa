import { describe, expect, it } from 'vitest';
import { isRunning } from '../testing/is-running.ts';
import { childThat } from '../testing/spec.ts';
import { runProcess, type RunningProcess } from './run-process.ts';

const ignoreLines = (): void => undefined;

const pidOf = ({ pid }: RunningProcess): number => {
  if (pid === undefined) throw new Error('not started');
  return pid;
};

describe('runProcess', () => {
  it('is ready when the process says so, and ends it on SIGTERM', async () => {
    const running = runProcess(childThat('serves'), ignoreLines);
    await running.ready;
    expect(isRunning(pidOf(running))).toBe(true);
    await running.stop(5000);
    expect(isRunning(pidOf(running))).toBe(false);
    expect((await running.exited).lastWords).toBe('ended with code 0');
  });

  it('kills a process that does not end in time', async () => {
    const running = runProcess(childThat('ignores SIGTERM'), ignoreLines);
    await running.ready;
    await running.stop(200);
    expect(isRunning(pidOf(running))).toBe(false);
    expect((await running.exited).lastWords).toBe('was ended by SIGKILL');
  });

  it('passes on the last words of one that refuses to start, and all its lines', async () => {
    const lines: string[] = [];
    const running = runProcess(childThat('refuses to start'), (name, line, stream) =>
      lines.push(`${name} ${stream} ${line}`),
    );
    await expect(running.ready).rejects.toMatchObject({
      name: 'ExitError',
      process: 'refuses-to-start',
      lastWords: 'The data folder is damaged: restore a backup.',
    });
    expect(lines.toSorted()).toEqual([
      'refuses-to-start stderr The data folder is damaged: restore a backup.',
      'refuses-to-start stdout {"level":"info","msg":"trying"}',
    ]);
  });

  it('takes the error as the last words of a crash, not the stack below it', async () => {
    const running = runProcess(childThat('dies of an error'), ignoreLines);
    await expect(running.ready).rejects.toMatchObject({ lastWords: 'TypeError: no such table' });
  });

  it('says when the program is not there', async () => {
    const running = runProcess({ ...childThat('serves'), entry: '/nowhere.ts' }, ignoreLines);
    await expect(running.ready).rejects.toMatchObject({
      lastWords: "Error: Cannot find module '/nowhere.ts'",
    });
  });
});
