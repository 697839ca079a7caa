import { ratioOf } from './report.ts';
import type { Bar, Figure, Row } from './report.ts';

const HEADINGS = [
  'scenario',
  'n',
  '/s',
  'p50',
  'p95',
  'p99',
  'cpu',
  'db cpu',
  'recall',
  'raw engine',
  'p50',
  '/s',
  'ratio',
  'bar',
];

/** The report as text in columns, for a terminal or a closing note. Times are in milliseconds. */
export function renderTable(rows: readonly Row[], figures: readonly Figure[]): string {
  const lines = [HEADINGS, ...rows.map(cells)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...lines.map((line) => line[column]!.length)),
  );
  const table = lines.map((line) =>
    line
      .map((cell, column) =>
        isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  table.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  const notes = figures.map(({ name, value, unit, bar }) =>
    `${name}: ${number(value)} ${unit} ${verdict(bar)}`.trimEnd(),
  );
  return [...table, '', ...notes].join('\n');
}

function cells(row: Row): string[] {
  const { scenario, measured, raw, bar } = row;
  const ratio = ratioOf(row);
  return [
    scenario,
    String(measured.operations),
    number(measured.perSecond),
    number(measured.p50),
    number(measured.p95),
    number(measured.p99),
    row.cpuMs === undefined ? '' : number(row.cpuMs),
    row.databaseCpuMs === undefined ? '' : number(row.databaseCpuMs),
    row.recall === undefined ? '' : row.recall.toFixed(3),
    raw?.engine ?? '',
    raw === undefined ? '' : number(raw.measured.p50),
    raw === undefined ? '' : number(raw.measured.perSecond),
    ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
    verdict(bar),
  ];
}

function isText(column: number): boolean {
  return column === 0 || column === 9 || column === 13;
}

function verdict(bar: Bar | undefined): string {
  if (bar === undefined) return '';
  return `${bar.met ? '✓' : '✗'} ${bar.text}`;
}

/** Three digits that count. */
function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
