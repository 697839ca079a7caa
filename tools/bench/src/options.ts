import { parseArgs } from 'node:util';

import { SCALES } from './corpus/scale.ts';
import type { Scale } from './corpus/scale.ts';

export const SCENARIOS = [
  'create',
  'read',
  'access',
  'enumeration',
  'consolidation',
  'mcp',
  'search',
  'statements',
  'backlog',
  'embedding',
  'start',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** What a run is asked to do; how much of it is done is bounded in count and in time. */
export interface Options {
  readonly quick: boolean;
  readonly scenarios: readonly Scenario[];
  /** Entries in the database. */
  readonly scale: Scale;
  /** Whether the database stays, for the next run with the same scale. */
  readonly keep: boolean;
  /** Most runs of one operation: writes and reads, and the slower searches and embeddings. */
  readonly operations: number;
  readonly slowOperations: number;
  /** Queries that are also answered exactly, which takes a second each at a million entries. */
  readonly recallQueries: number;
  /** Entries in the backlog that is drained; embedding one takes 30 ms. */
  readonly backlog: number;
  /** Longest time of one measurement. */
  readonly seconds: number;
  readonly seed: number;
  /** Where the JSON goes, absolute or from the current directory. */
  readonly json: string | undefined;
}

export const USAGE = `usage: bench [--quick] [--only ${SCENARIOS.join(',')}] [--scale 10k] [--keep] [--json FILE]
  --quick  1,000 entries and few operations: whether it runs, not how fast
  --only   these scenarios alone
  --scale  entries in the database: 10k, 100k or 1m
  --keep   leaves the database as moltnet_bench_<scale> on the server, for the next run to take
  --json   where the figures go (.moltnet/bench-results.json)
`;

/** @throws Error with a line that says what is wrong */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      scale: { type: 'string', default: '10k' },
      keep: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const { quick } = values;
  return {
    quick,
    scenarios: values.only === undefined ? SCENARIOS : readScenarios(values.only),
    scale: quick ? '1k' : readScale(values.scale),
    keep: values.keep,
    operations: quick ? 100 : 5_000,
    slowOperations: quick ? 10 : 200,
    backlog: quick ? 64 : 256,
    recallQueries: quick ? 5 : 30,
    seconds: quick ? 3 : 15,
    seed: 20_261_120,
    json: values.json,
  };
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

function readScale(text: string): Scale {
  const scale = (Object.keys(SCALES) as Scale[]).find((known) => known === text);
  if (scale === undefined) {
    throw new Error(`--scale: ${text} is none of ${Object.keys(SCALES).join(', ')}`);
  }
  return scale;
}
