import { describe, expect, it } from 'vitest';
import { runStep } from './run-step.ts';

const node = (source: string) => ['node', '-e', source] as const;
const cwd = process.cwd();

describe('runStep', () => {
  it('counts a check that exits with 0 as one test passed', async () => {
    const step = { name: 'a', title: 'a', command: node('') };
    expect(await runStep(step, cwd)).toMatchObject({ passed: 1, failed: 0, output: '' });
  });

  it('counts another exit code as one test failed and keeps all it said', async () => {
    const command = node('console.log("out"); console.error("err"); process.exitCode = 3');
    const result = await runStep({ name: 'a', title: 'a', command }, cwd);
    expect(result).toMatchObject({ passed: 0, failed: 1 });
    expect(result.output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
  });

  it('counts a command that does not exist as failed', async () => {
    const result = await runStep({ name: 'a', title: 'a', command: ['no-such-command'] }, cwd);
    expect(result).toMatchObject({ passed: 0, failed: 1 });
    expect(result.output).toContain('ENOENT');
  });

  it('takes a variable away from a step', async () => {
    process.env['CHECK_TEST_VARIABLE'] = 'here';
    const command = node('process.stdout.write(String(process.env.CHECK_TEST_VARIABLE))');
    const env = { CHECK_TEST_VARIABLE: undefined };
    expect((await runStep({ name: 'a', title: 'a', command, env }, cwd)).output).toBe('undefined');
    delete process.env['CHECK_TEST_VARIABLE'];
  });

  it('ends a step that is stopped', async () => {
    const stop = new AbortController();
    const command = node('setInterval(() => {}, 1000)');
    const running = runStep({ name: 'a', title: 'a', command }, cwd, stop.signal);
    stop.abort();
    expect(await running).toMatchObject({ passed: 0, failed: 1, output: '\nstopped\n' });
  });
});
