import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { until } from './until.ts';

/** The workspace's root folder. */
export const ROOT = resolve(import.meta.dirname, '../../../..');

/** Variables that would make a test depend on who runs it. */
const FOREIGN =
  /^(DATABASE_URL|ORY_|EMBEDD|MOLTNET_|API_|MCP_|PORT$|HOST$|LOG_LEVEL|OTLP_|VITEST|NODE_ENV|NODE_OPTIONS|RATE_|REDIS_|CORS_|TRUSTED_|LANDING_|CONSOLE_)/;

/** The environment of this process without what configures MoltNet, and `env` on top. */
export function cleanEnvironment(env: Record<string, string>): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...env };
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One run of `pnpm start`. What it prints goes straight to files, so a kill -9 loses no line. */
export class Launcher {
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #outFile: string;
  readonly #errFile: string;
  #exit: Exit | undefined;

  /** @param log Path of its log files, without ending. */
  constructor(
    env: Record<string, string>,
    log: string,
    command = ['node', 'tools/start/src/main.ts'],
  ) {
    this.#outFile = `${log}.out`;
    this.#errFile = `${log}.err`;
    const out = openSync(this.#outFile, 'a');
    const err = openSync(this.#errFile, 'a');
    const [program = '', ...args] = command;
    this.#child = spawn(program, args, {
      cwd: ROOT,
      env: cleanEnvironment(env),
      stdio: ['ignore', out, err],
      // A group of its own, as a command has in a terminal: Ctrl-C is sent to all of it.
      detached: true,
    });
    closeSync(out);
    closeSync(err);
    this.exited = once(this.#child, 'exit').then(
      ([code, signal]) => (this.#exit = { code, signal } as Exit),
    );
    const abandon = (): void => this.signal('SIGKILL');
    process.once('exit', abandon);
    void this.exited.then(() => process.off('exit', abandon));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it printed on stdout so far. */
  get stdout(): string {
    return readFileSync(this.#outFile, 'utf8');
  }

  get stderr(): string {
    return readFileSync(this.#errFile, 'utf8');
  }

  /** @throws when it ends before everything serves, with its last words. */
  async running(): Promise<void> {
    await until(
      'the launcher says that MoltNet is running',
      () => this.#exit !== undefined || this.stdout.includes('MoltNet is running'),
      90_000,
    );
    if (this.#exit !== undefined && !this.stdout.includes('MoltNet is running')) {
      const words = this.stderr || this.stdout.split('\n').slice(-10).join('\n');
      throw new Error(`the launcher ended with code ${this.#exit.code}: ${words}`);
    }
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#exit === undefined) process.kill(-this.pid, signal);
  }
}
