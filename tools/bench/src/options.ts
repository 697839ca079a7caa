import { parseArgs } from 'node:util';

export const SCENARIOS = ['create', 'read', 'search', 'embedding'] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** What a run is asked to do; how much of it is done is bounded in count and in time. */
export interface Options {
  readonly quick: boolean;
  readonly scenarios: readonly Scenario[];
  /** Entries in the database while it is searched, ascending. */
  readonly sizes: readonly number[];
  /** Most runs of one operation: writes and reads, and the slower searches and embeddings. */
  readonly operations: number;
  readonly slowOperations: number;
  /** Longest time of one measurement. */
  readonly seconds: number;
  readonly seed: number;
  /** Where the JSON goes, absolute or from the current directory. */
  readonly json: string | undefined;
}

export const USAGE = `usage: bench [--quick] [--only ${SCENARIOS.join(',')}] [--sizes 10000,100000] [--json FILE]
  --quick  1,000 entries and few operations: whether it runs, not how fast
  --only   these scenarios alone
  --sizes  entries in the database while it is searched
  --json   where the figures go (.moltnet/bench-results.json)
`;

/** @throws Error with a line that says what is wrong */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      sizes: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const { quick } = values;
  return {
    quick,
    scenarios: values.only === undefined ? SCENARIOS : readScenarios(values.only),
    sizes: values.sizes === undefined ? defaultSizes(quick) : readSizes(values.sizes),
    operations: quick ? 100 : 5_000,
    slowOperations: quick ? 10 : 200,
    seconds: quick ? 3 : 15,
    seed: 20_261_120,
    json: values.json,
  };
}

function defaultSizes(quick: boolean): number[] {
  return quick ? [1_000] : [10_000, 100_000];
}

function readScenarios(text: string): Scenario[] {
  return text.split(',').map((name) => {
    const scenario = SCENARIOS.find((known) => known === name);
    if (scenario === undefined) {
      throw new Error(`--only: there is no scenario ${name}, but ${SCENARIOS.join(', ')}`);
    }
    return scenario;
  });
}

function readSizes(text: string): number[] {
  return text
    .split(',')
    .map((part) => {
      const size = Number(part);
      if (!Number.isInteger(size) || size < 1) throw new Error(`--sizes: ${part} is not a count`);
      return size;
    })
    .toSorted((a, b) => a - b);
}
