import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';

import { freePort } from '../network/free-port.ts';
import type { Bench } from '../bench.ts';

const ROOT = join(import.meta.dirname, '../../../..');
/** As `pnpm start` does. */
const LAUNCHER = join(ROOT, 'tools/start/src/main.ts');
const RUNS = 3;
const MOST_SECONDS = 5;

/**
 * How long `pnpm start` takes until everything serves, on a home that has been started on before: the
 * median of a few. Embedded Postgres, ory-local, the API with its model, and the MCP server.
 */
export async function benchStart({
  modelDir,
  scratchDir,
  addFigure,
  say,
}: Pick<Bench, 'modelDir' | 'addFigure' | 'say'> & { scratchDir: string }): Promise<void> {
  say('starting MoltNet');
  const env = {
    PATH: process.env['PATH'],
    MOLTNET_HOME: join(scratchDir, 'home'),
    EMBEDDING_MODEL_DIR: modelDir,
    EMBEDDING_ALLOW_DOWNLOAD: 'false',
    PORT: String(await freePort()),
    MCP_PORT: String(await freePort()),
    ORY_LOCAL_PORT: String(await freePort()),
    EMBEDDED_POSTGRES_PORT: String(await freePort()),
  };
  const first = await secondsUntilRunning(env);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await secondsUntilRunning(env));
  const median = times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  addFigure({
    name: '`start` until ready, warm',
    value: median,
    unit: 's',
    bar: { text: `≤ ${MOST_SECONDS} s`, met: median <= MOST_SECONDS },
  });
  addFigure({ name: 'the same on an empty home', value: first, unit: 's' });
}

/** Starts it, waits until it says that it is running, and ends it as Ctrl-C does. */
async function secondsUntilRunning(env: NodeJS.ProcessEnv): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [LAUNCHER], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  const complaint = text(child.stderr);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('MoltNet is running')) return (performance.now() - begun) / 1000;
    }
    throw new Error(`MoltNet did not start: ${await complaint}`);
  } finally {
    child.stdout.resume();
    child.kill('SIGINT');
    await exit;
  }
}
