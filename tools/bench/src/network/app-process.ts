import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** What the probe in a process says. Times in milliseconds. */
export interface Probed {
  readonly delayP50: number;
  readonly delayP99: number;
  readonly delayMax: number;
  /** Processor time of all its threads. */
  readonly cpuMs: number;
  readonly rssMegabytes: number;
}

export interface AppProcess {
  /** Of the time since it was last asked, or since the start. */
  probe(): Promise<Probed>;
  /** SIGTERM, then SIGKILL after 10 s. */
  stop(): Promise<void>;
}

const READY_MS = 60_000;
const STOP_MS = 10_000;
const PROBE_MS = 10_000;

const PROBE = new URL('./probe.ts', import.meta.url).href;

/** Kept to be shown when the process ends before it is asked to. */
const LAST_WORDS = 4_000;

/**
 * Starts an app as its own process and waits until it says that it is ready.
 *
 * @param entry absolute path of its main module
 * @param probe absolute path or URL of the probe that it loads
 * @throws Error with what it printed last, when it ends before
 */
export async function startApp(
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  probe = PROBE,
): Promise<AppProcess> {
  const child = fork(entry, args, {
    env: { PATH: process.env['PATH'], ...env },
    execArgv: ['--import', probe, '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-LAST_WORDS);
    });
  }
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${entry} ended with ${code}:\n${lastWords}`);
  });
  ended.catch(() => undefined);

  await Promise.race([message(child, 'ready', READY_MS), ended]);
  return {
    probe: async () => {
      const answer = message(child, 'probed', PROBE_MS);
      child.send({ type: 'probe' });
      return (await Promise.race([answer, ended])) as Probed;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exit;
      clearTimeout(timer);
    },
  };
}

async function message(child: ChildProcess, type: string, ms: number): Promise<object> {
  const given = new Promise<object>((resolve) => {
    const listen = (sent: unknown): void => {
      if ((sent as { type?: unknown }).type !== type) return;
      child.off('message', listen);
      resolve(sent as object);
    };
    child.on('message', listen);
  });
  const late = delay(ms, undefined, { ref: false }).then(() => {
    throw new Error(`no "${type}" within ${ms} ms`);
  });
  return Promise.race([given, late]);
}
