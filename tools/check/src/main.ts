import { resolve } from 'node:path';
import { runStep } from './run-step.ts';
import { steps } from './steps.ts';

// `pnpm test` runs everything; `pnpm test lint unit` runs those steps alone.

const root = resolve(import.meta.dirname, '../../..');
const wanted = process.argv.slice(2);
const all = steps(root, process.env['TEST_DATABASE_URL']);
const unknown = wanted.filter((name) => !all.some((step) => step.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `No step ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const print = (line: string): void => void process.stdout.write(`${line}\n`);
let passed = 0;
let failed = 0;
for (const step of all) {
  if (wanted.length > 0 && !wanted.includes(step.name)) continue;
  if (stop.signal.aborted) break;
  print(`· ${step.title} …`);
  const result = await runStep(step, root, stop.signal);
  passed += result.passed;
  failed += result.failed;
  const counts = step.vitest === true ? `${result.passed} passed, ${result.failed} failed` : '';
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  const seconds = `${(result.duration / 1000).toFixed(1)} s`;
  print(
    `${result.failed === 0 ? '✓' : '✗'} ${step.title.padEnd(34)} ${seconds.padStart(8)}  ${counts}${skipped}`.trimEnd(),
  );
  if (result.failed > 0) print(result.output.trimEnd());
}
print(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && !stop.signal.aborted ? 0 : 1;
