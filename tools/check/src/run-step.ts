import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Step, StepResult } from './step.ts';
import { readCounts } from './vitest-report.ts';

/** A step that hangs is a failure, not a run that never ends. Three times what the longest takes beside another on 2 cores. */
const STEP_TIMEOUT = 30 * 60_000;

/** A step that is told to stop has so long to clean up. Milliseconds. */
const GRACE = 15_000;

/** Runs one step to its end and counts it: a vitest run by its tests, any other as one test. */
export async function runStep(step: Step, root: string, signal?: AbortSignal): Promise<StepResult> {
  const folder = await mkdtemp(join(tmpdir(), 'moltnet-check-'));
  const report = join(folder, 'report.json');
  const reporting = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const started = performance.now();
  try {
    const { succeeded, output } = await run(
      step.vitest === true ? [...step.command, ...reporting] : step.command,
      {
        ...process.env,
        ...step.env,
        PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`,
      },
      root,
      signal,
    );
    const counts =
      step.vitest === true
        ? await readCounts(report, succeeded)
        : { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
    return { ...counts, duration: performance.now() - started, output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(
  [command, ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  signal?: AbortSignal,
): Promise<{ succeeded: boolean; output: string }> {
  const binary = join(cwd, 'node_modules/.bin', command ?? '');
  return new Promise((resolve) => {
    // A group of its own, so that a step that is given up takes what it started with it.
    const child = spawn(existsSync(binary) ? binary : (command ?? ''), args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: string): void => void (output += chunk);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    let grace: NodeJS.Timeout | undefined;
    const giveUp = (reason: string): void => {
      collect(`\n${reason}\n`);
      // To the command alone, which knows best how to take down what it started.
      child.kill('SIGINT');
      grace = setTimeout(() => {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      }, GRACE);
    };
    const timer = setTimeout(
      () => giveUp(`no end after ${STEP_TIMEOUT / 60_000} minutes`),
      STEP_TIMEOUT,
    );
    if (signal?.aborted === true) giveUp('stopped');
    signal?.addEventListener('abort', () => giveUp('stopped'), { once: true });
    const end = (succeeded: boolean): void => {
      clearTimeout(timer);
      clearTimeout(grace);
      resolve({ succeeded, output });
    };
    child.on('error', (error) => {
      collect(`${error.message}\n`);
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}
