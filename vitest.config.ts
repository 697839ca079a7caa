import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// What is compiled is kept for the next worker and for the programs that tests start: each would
// compile the same packages anew, which is half of what the start of a program costs.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

// Three projects: `unit` lives beside the code and needs no process of ours running;
// `e2e` starts the real processes and speaks HTTP to them; `soak` does so for minutes, by itself,
// because it would take the processor from whatever ran beside it.
export default defineConfig({
  test: {
    // One for each core: Vitest leaves one core to itself, which on two is half of the machine.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{apps,libs,tools}/*/src/**/*.test.ts',
            'infra/**/*.test.ts',
            'docs/**/*.test.ts',
          ],
          exclude: ['apps/e2e/**', '**/node_modules/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['apps/e2e/src/**/*.test.ts'],
          exclude: ['apps/e2e/src/soak/**'],
          globalSetup: ['apps/e2e/src/harness/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'soak',
          include: ['apps/e2e/src/soak/**/*.test.ts'],
          globalSetup: ['apps/e2e/src/soak/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
