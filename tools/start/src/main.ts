import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { compileCache } from './processes/compile-cache.ts';
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
  enableCompileCache(compileCache(config.home));
  const { launch } = await import('./launch.ts');
  const { createScreen } = await import('./output/create-screen.ts');
  await launch(config, env, root, createScreen(write, config.logLevel), stop.signal);
  process.exitCode = 0;
} catch (error) {
  const text = error instanceof StartError ? error.message : (error as Error).stack;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
process.exit();
