import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ProcessSpec } from './process-spec.ts';

export interface RunningProcess {
  readonly pid: number | undefined;
  /** Resolves when the process says that it serves; rejects with `ExitError` when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves with what ended it. */
  readonly exited: Promise<ExitError>;
  /** SIGTERM, then SIGKILL after `within` milliseconds; resolves when it is gone. */
  stop(within: number): Promise<void>;
}

export type OnLine = (name: string, line: string, stream: 'stdout' | 'stderr') => void;

/**
 * A process ended. `lastWords` is the error that it printed, else the last line of its stderr, else
 * how it ended.
 */
export class ExitError extends Error {
  override readonly name = 'ExitError';
  readonly process: string;
  readonly lastWords: string;

  constructor(process: string, lastWords: string) {
    super(`${process}: ${lastWords}`);
    this.process = process;
    this.lastWords = lastWords;
  }
}

/** The line of an uncaught error that tells what it is. */
const UNCAUGHT = /^([\w -]+: )?\w*Error( \[\w+\])?: /;

/** Neither a frame of a stack, nor the excerpt of source that Node prints above one. */
const IS_MESSAGE = /^[^\s}]/;

/**
 * Starts a process that is bound to this one: it has an IPC channel, whose end tells it that we are
 * gone, and says `{type: 'ready'}` on it when it serves.
 *
 * It gets a process group of its own, so that Ctrl-C reaches us alone: the terminal would signal all
 * at once, and the database would be gone before those that still write to it.
 */
export function runProcess(spec: ProcessSpec, onLine: OnLine): RunningProcess {
  const child = fork(spec.entry, spec.args ?? [], {
    env: spec.env as NodeJS.ProcessEnv,
    // Warnings about a dependency's code; nobody who starts a network can act on them.
    execArgv: ['--disable-warning=ExperimentalWarning', '--disable-warning=DeprecationWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  let lastWords = '';
  let threw = false;
  const read = (stream: 'stdout' | 'stderr'): Promise<unknown> => {
    const lines = createInterface({ input: child[stream] as Readable });
    lines.on('line', (line) => {
      if (stream === 'stderr' && !threw && IS_MESSAGE.test(line)) {
        lastWords = line;
        // After it come the stack and the version of Node.
        threw = UNCAUGHT.test(line);
      }
      onLine(spec.name, line, stream);
    });
    return once(lines, 'close');
  };
  const readWhole = Promise.all([read('stdout'), read('stderr')]);
  const exited = ending(spec.name, child).then(async (end) => {
    // What it printed last may still be on its way.
    await readWhole;
    return end.bySignal || lastWords === '' ? end.error : new ExitError(spec.name, lastWords);
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      if ((message as { type?: unknown }).type === 'ready') resolve();
    });
    void exited.then(reject);
  });
  ready.catch(() => undefined);

  async function stop(within: number): Promise<void> {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), within);
    await exited;
    clearTimeout(timer);
  }
  return { pid: child.pid, ready, exited, stop };
}

async function ending(
  name: string,
  child: ChildProcess,
): Promise<{ error: ExitError; bySignal: boolean }> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    const reason = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
    return { error: new ExitError(name, reason), bySignal: signal !== null };
  } catch (error) {
    return { error: new ExitError(name, (error as Error).message), bySignal: false };
  }
}
