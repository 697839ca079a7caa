import { createEmbedder } from '@moltnet/embedding';

import { compare } from '../measure/measure.ts';
import type { Options } from '../options.ts';
import type { Row } from '../report/report.ts';
import { inputsOf, openBareModel, textOf } from './bare-model.ts';

/** Tokens of the sequence, special tokens and prefix included. */
const LENGTHS = [16, 64, 128, 256, 512] as const;

const WARM_UP = 3;
const THREADS = 1;

interface EmbeddingBench {
  readonly options: Options;
  /** Directory of the model in e5-small-v2's full shape. */
  readonly modelDir: string;
  readonly add: (row: Row) => void;
  readonly say: (line: string) => void;
}

/** One text at a time by its length, beside the bare run of the graph on as many threads. */
export async function benchEmbedding({
  options,
  modelDir,
  add,
  say,
}: EmbeddingBench): Promise<void> {
  const logger = { info: () => undefined, warn: () => undefined };
  const embedder = createEmbedder({ modelDir, allowDownload: false, threads: THREADS, logger });
  const session = await openBareModel(modelDir, THREADS);
  try {
    for (const length of LENGTHS) {
      say(`embedding texts of ${length} tokens`);
      const load = {
        concurrency: 1,
        operations: options.slowOperations,
        seconds: options.seconds,
        warmUp: WARM_UP,
      };
      const text = textOf(length);
      const inputs = inputsOf(length);
      const { measured, raw: bare } = await compare(
        load,
        () => embedder.embedPassages([text]),
        () => session.run(inputs),
      );
      add({
        scenario: `embed ${length} tokens`,
        measured,
        raw: { engine: 'ONNX', measured: bare },
      });
    }
  } finally {
    await session.release();
    await embedder.close();
  }
}
