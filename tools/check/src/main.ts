import { resolve } from 'node:path';
import { runStep } from './run-step.ts';
import type { Step } from './step.ts';
import { stages } from './steps.ts';

// `pnpm test` runs everything; `pnpm test lint unit` runs those steps alone.

const root = resolve(import.meta.dirname, '../../..');
const wanted = process.argv.slice(2);
const all = stages(root, process.env['TEST_DATABASE_URL']);
const names = all.flat().map(({ name }) => name);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`No step ${unknown.join(', ')}; there are ${names.join(', ')}.\n`);
  process.exit(2);
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const print = (line: string): void => void process.stdout.write(`${line}\n`);
let passed = 0;
let failed = 0;
for (const stage of all) {
  if (stop.signal.aborted) break;
  const steps = stage.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  await Promise.all(steps.map(check));
}
print(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && !stop.signal.aborted ? 0 : 1;

async function check(step: Step): Promise<void> {
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
