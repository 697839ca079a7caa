import { resolve } from 'node:path';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { launch } from './launch.ts';
import { jsonScreen } from './output/json-screen.ts';
import { terminalScreen } from './output/terminal-screen.ts';
import { StartError } from './start-error.ts';

const root = resolve(import.meta.dirname, '../../..');
const write = (text: string): void => void process.stdout.write(text);
// Whoever read our output may be gone before us; the processes must be stopped all the same.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

const stop = new AbortController();
// More than once where both the terminal and the package manager pass Ctrl-C on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stop.abort());
}

try {
  const env = readEnv(root);
  const config = readConfig(env, root);
  const screen = process.stdout.isTTY ? terminalScreen(write) : jsonScreen(write, config.logLevel);
  await launch(config, env, root, screen, stop.signal);
  process.exitCode = 0;
} catch (error) {
  const text = error instanceof StartError ? error.message : (error as Error).stack;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
process.exit();
