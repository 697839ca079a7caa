import type { Database } from '@moltnet/database';

import type { Corpus } from './corpus/corpus.ts';
import type { Layout } from './corpus/layout.ts';
import type { ApiLoad } from './network/api-load.ts';
import type { BenchAgent } from './network/bench-agent.ts';
import type { Network } from './network/network.ts';
import type { Options } from './options.ts';
import type { Figure, Row } from './report/report.ts';

/** What a scenario measures with. */
export interface Bench {
  readonly options: Options;
  readonly network: Network;
  readonly agent: BenchAgent;
  readonly api: ApiLoad;
  /** The database of the API, past the API. */
  readonly db: Database;
  readonly databaseUrl: string;
  readonly corpus: Corpus;
  readonly layout: Layout;
  /** Directory of the model in e5-small-v2's full shape. */
  readonly modelDir: string;
  readonly add: (row: Row) => void;
  readonly addFigure: (figure: Figure) => void;
  /** Tells a person who waits what is being done. */
  readonly say: (line: string) => void;
}
