import type { Summary } from '../measure/summarise.ts';

/** One line of the table: what MoltNet does, beside what the engine beneath it does at the same work. */
export interface Row {
  readonly scenario: string;
  readonly measured: Summary;
  /** Processor time of the API process for one operation, in ms: what is left of it when the machine is busy. */
  readonly cpuMs?: number;
  /** The same of its backends in Postgres, where that is on this machine. */
  readonly databaseCpuMs?: number;
  /** The same work without MoltNet, under the same load, in the same run. */
  readonly raw?: { readonly engine: string; readonly measured: Summary };
  /** The share of the ten that an exact search finds first which are among the first ten found. */
  readonly recall?: number;
  /** The project's goal on two quiet cores and Postgres 17. */
  readonly bar?: Bar;
}

export interface Bar {
  readonly text: string;
  readonly met: boolean;
}

/** A single figure, such as memory. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: Bar;
}

/** All that a run found. */
export interface Report {
  readonly startedAt: string;
  readonly seconds: number;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  readonly database: string;
  readonly quick: boolean;
  readonly rows: readonly Row[];
  readonly figures: readonly Figure[];
}

/** How many times longer the median takes than the raw engine's. */
export function ratioOf({ measured, raw }: Row): number | undefined {
  return raw === undefined ? undefined : measured.p50 / raw.measured.p50;
}
