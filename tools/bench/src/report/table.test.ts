import { expect, test } from 'vitest';

import { renderTable } from './table.ts';

const measured = {
  operations: 200,
  seconds: 2,
  perSecond: 1234.5,
  p50: 8,
  p95: 12.34,
  p99: 99.9,
  max: 120,
};

test('a line for each scenario, with the ratio of the medians and the bar', () => {
  const raw = { engine: 'INSERT', measured: { ...measured, perSecond: 3100, p50: 4 } };
  const table = renderTable(
    [
      {
        scenario: 'create',
        measured,
        cpuMs: 0.5,
        databaseCpuMs: 0.61,
        raw,
        bar: { text: '≥ 1,000/s', met: true },
      },
      { scenario: 'read', measured, recall: 0.98, bar: { text: '≥ 3,000/s', met: false } },
    ],
    [{ name: 'memory at rest', value: 123.4, unit: 'MB' }],
  );
  expect(table.split('\n')).toEqual([
    'scenario    n     /s   p50   p95   p99   cpu  db cpu  recall  raw engine   p50     /s  ratio  bar',
    '--------  ---  -----  ----  ----  ----  ----  ------  ------  ----------  ----  -----  -----  -----------',
    'create    200  1,235  8.00  12.3  99.9  0.50    0.61          INSERT      4.00  3,100  2.00×  ✓ ≥ 1,000/s',
    'read      200  1,235  8.00  12.3  99.9                 0.980                                  ✗ ≥ 3,000/s',
    '',
    'memory at rest: 123 MB',
  ]);
});
