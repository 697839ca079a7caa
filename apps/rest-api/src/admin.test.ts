import { expect, test, vi } from 'vitest';
import { runAdmin } from '../test/run-admin.ts';

// Each command is a process of its own, and takes seconds to start where the machine is busy.
vi.setConfig({ testTimeout: 120_000 });

test.each([
  [[]],
  [['relations', 'nonsense']],
  [['people', 'erase']],
  [['people', 'erase', 'one', 'and-another']],
  [['relations', 'dead-letters', '--repair']],
  [['embeddings', 'switch', '--now']],
])('%j is no command: the commands are shown, and nothing is done', async (args) => {
  // Without an environment whatever is done would fail otherwise.
  const { code, lines, stderr } = await runAdmin({}, ...args);
  expect({ code, lines }).toEqual({ code: 2, lines: [''] });
  expect(stderr).toMatch(/^Usage: moltnet-admin relations reconcile \[--repair\]\n/);
});
