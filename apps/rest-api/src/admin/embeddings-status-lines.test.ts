import type { ModelStatus } from '@moltnet/diary';
import { expect, test } from 'vitest';
import { statusLines } from './embeddings-status-lines.ts';

const model = (given: Partial<ModelStatus>): ModelStatus => ({
  model: 'acme/e5-old',
  role: 'serving',
  since: '2026-11-20T16:00:00.000000Z',
  phase: 'complete',
  total: null,
  done: 0,
  waiting: 0,
  failed: 0,
  lastError: null,
  entriesPerSecond: null,
  secondsLeft: null,
  processes: [],
  ...given,
});
const target = (given: Partial<ModelStatus>) =>
  model({ model: 'acme/e5-new', role: 'target', phase: 'filling', total: 250_000, ...given });
const SERVING = 'serving   acme/e5-old since 2026-11-20T16:00:00.000000Z';
const TARGET = 'target    acme/e5-new since 2026-11-20T16:00:00.000000Z';
const WAIT = 'next      wait until it is complete; abort gives it up';

test.each<[string, ModelStatus[], number, string[]]>([
  ['one model', [model({})], 0, [SERVING]],
  [
    'one model and new entries',
    [model({})],
    9_999,
    [SERVING, 'new       9,999 entries without any vector'],
  ],
  [
    'more new entries than are counted',
    [model({})],
    10_000,
    [SERVING, 'new       10,000 or more entries without any vector'],
  ],
  [
    'a roll that has just begun',
    [model({}), target({ phase: 'indexing' })],
    0,
    [SERVING, TARGET, '          its index is being built; 250,000 entries to come', WAIT],
  ],
  [
    'a roll under way',
    [
      model({}),
      target({
        done: 41_210,
        waiting: 312,
        failed: 2,
        lastError: 'too odd',
        entriesPerSecond: 38.21,
        secondsLeft: 5_465,
        processes: [
          { process: 'a-1', status: 'ok', error: null },
          { process: 'b-2', status: 'error', error: 'no config.json' },
          { process: 'c-3', status: 'loading', error: null },
        ],
      }),
    ],
    0,
    [
      SERVING,
      TARGET,
      '          filling: 41,210 of 250,000 entries (16.4 %), 38.2/s, 91 min left',
      '          312 entries wait, 2 failed (too odd)',
      '          loaded in 1 of 3 processes',
      '          b-2: no config.json',
      WAIT,
    ],
  ],
  [
    'a roll that waits for the first entry',
    [model({}), target({})],
    0,
    [SERVING, TARGET, '          filling: 0 of 250,000 entries (0 %)', WAIT],
  ],
  [
    'a roll of an empty database',
    [model({}), target({ phase: 'complete', total: 0 })],
    0,
    [
      SERVING,
      TARGET,
      '          complete: 0 of 0 entries (100 %)',
      'next      moltnet-admin embeddings switch, or abort',
    ],
  ],
  [
    'a switch, and vectors of another one that go',
    [
      model({}),
      model({ model: 'acme/e5-before', role: 'previous' }),
      model({ model: 'acme/e5-first', role: 'dropping', phase: 'dropping', done: 1_200 }),
    ],
    0,
    [
      SERVING,
      'previous  acme/e5-before since 2026-11-20T16:00:00.000000Z',
      'dropping  acme/e5-first since 2026-11-20T16:00:00.000000Z',
      '          1,200 vectors removed',
      'next      moltnet-admin embeddings drop-old when all is well, or rollback',
    ],
  ],
  [
    'a switch that was forced before the model was complete',
    [
      model({ phase: 'filling', total: 500, done: 125 }),
      model({ model: 'acme/e5-before', role: 'previous' }),
    ],
    0,
    [
      SERVING,
      '          filling: 125 of 500 entries (25 %)',
      'previous  acme/e5-before since 2026-11-20T16:00:00.000000Z',
      'next      wait until the serving one is complete; rollback goes back',
    ],
  ],
])('status of %s', (_, models, unembedded, lines) => {
  expect(statusLines({ models, unembedded })).toEqual(lines);
});
