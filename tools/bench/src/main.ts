import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { readOptions, USAGE } from './options.ts';
import type { Options } from './options.ts';
import type { Report } from './report/report.ts';
import { renderTable } from './report/table.ts';
import { runBench } from './run.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DEFAULT_JSON = join(ROOT, '.moltnet/bench-results.json');

const say = (line: string): void => {
  process.stderr.write(`· ${line}\n`);
};

function parse(): Options | undefined {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    process.exitCode = 2;
    return undefined;
  }
}

function heading({ machine, database, seconds, quick }: Report): string {
  const how = quick ? 'QUICK run, the figures mean nothing' : 'full run';
  const { cpu, cores, node } = machine;
  return `${cores} × ${cpu}, Node ${node}, ${database}; ${how}, ${Math.round(seconds)} s; times in ms`;
}

/** Runs it and prints what it found; whatever happens, nothing that was started is left. */
async function main(options: Options): Promise<void> {
  const cleanup = new AsyncDisposableStack();
  let stopping: Promise<void> | undefined;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      say('stopping');
      process.exitCode = code;
      stopping ??= cleanup.disposeAsync();
    });
  }
  try {
    const serverUrl = process.env['DATABASE_URL'] || process.env['TEST_DATABASE_URL'] || undefined;
    const report = await runBench(options, serverUrl, cleanup, say);
    const json = options.json === undefined ? DEFAULT_JSON : resolve(options.json);
    await mkdir(dirname(json), { recursive: true });
    await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
    process.stdout.write(`${heading(report)}\n\n${renderTable(report.rows, report.figures)}\n`);
    say(`figures in ${json}`);
  } catch (error) {
    // Once it is told to stop, everything that is under way fails.
    if (stopping === undefined) {
      process.stderr.write(`${(error as Error).message}\n`);
      process.exitCode = 1;
    }
  } finally {
    await (stopping ?? cleanup.disposeAsync());
  }
}

const options = parse();
if (options !== undefined) {
  await main(options);
  // What was interrupted may still hold a timer or a socket.
  process.exit();
}
