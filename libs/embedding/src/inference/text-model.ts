import {
  AutoModel,
  AutoTokenizer,
  env,
  LogLevel,
  mean_pooling,
  Tensor,
} from '@huggingface/transformers';

import { EMBEDDING_DIMENSIONS } from '../model-files.ts';
import type { TextKind, WorkerSettings } from '../protocol.ts';
import { chunkTokens } from './chunking.ts';
import type { Frame } from './chunking.ts';

/** E5 was trained with these in front of every text (arXiv 2212.03533, §4); this is their only place. */
const PREFIX: Record<TextKind, string> = { query: 'query: ', passage: 'passage: ' };

/** A loaded model: text to sequences of tokens, sequences to vectors. */
export interface TextModel {
  /** The sequences of one text, prefix and special tokens included, each within the model's limit. */
  sequencesOf(kind: TextKind, text: string): number[][];
  /** One L2-normalised vector of EMBEDDING_DIMENSIONS for each sequence. */
  embed(sequences: readonly (readonly number[])[]): Promise<Float32Array<ArrayBuffer>[]>;
}

/**
 * Loads tokenizer and int8 graph from `modelDir`; what is not there is downloaded into it when
 * `allowDownload` says so. Throws when a file is missing, broken, or not a model of this shape.
 */
export async function loadTextModel(settings: WorkerSettings): Promise<TextModel> {
  env.localModelPath = settings.modelDir;
  // transformers.js lays its cache out as it lays local models out, so a download is found as local next time.
  env.cacheDir = settings.modelDir;
  env.allowRemoteModels = settings.allowDownload;
  // It would print whole inputs when a run fails; errors reach the caller as errors.
  env.logLevel = LogLevel.NONE;

  const tokenizer = await AutoTokenizer.from_pretrained(settings.model);
  const network = await AutoModel.from_pretrained(settings.model, {
    dtype: 'q8',
    device: 'cpu',
    session_options: { intraOpNumThreads: settings.threads, interOpNumThreads: 1 },
  });

  const tokensOf = (text: string): number[] =>
    tokenizer.encode(text, { add_special_tokens: false });
  const frames = { query: frameOf(PREFIX.query), passage: frameOf(PREFIX.passage) };
  const padding = tokenizer.pad_token_id ?? 0;

  function frameOf(prefix: string): Frame {
    // What the tokenizer itself puts around a text, so that the ids of [CLS] and [SEP] are not assumed.
    const around = tokenizer.encode(prefix);
    return { head: around.slice(0, -1), tail: around.slice(-1) };
  }

  const model: TextModel = {
    sequencesOf: (kind, text) => chunkTokens(tokensOf(text), frames[kind]),
    embed: async (sequences) => {
      const inputs = paddedInputs(sequences, padding);
      const { last_hidden_state: states } = (await network(inputs)) as {
        last_hidden_state: Tensor;
      };
      const pooled = mean_pooling(states, inputs.attention_mask).normalize(2, -1);
      const width = pooled.dims.at(-1);
      if (width !== EMBEDDING_DIMENSIONS) {
        throw new Error(
          `the model gives vectors of ${width} dimensions, and ${EMBEDDING_DIMENSIONS} are kept`,
        );
      }
      const values = pooled.data as Float32Array;
      return sequences.map((_, index) =>
        values.slice(index * EMBEDDING_DIMENSIONS, (index + 1) * EMBEDDING_DIMENSIONS),
      ) as Float32Array<ArrayBuffer>[];
    },
  };
  await proveShape(model);
  return model;
}

/** One run before the model is called ready: it warms the runtime up and finds a graph that does not fit. */
async function proveShape(model: TextModel): Promise<void> {
  const [vector] = await model.embed(model.sequencesOf('passage', 'warm up'));
  const squares = vector?.reduce((sum, value) => sum + value * value, 0) ?? 0;
  if (vector?.length !== EMBEDDING_DIMENSIONS || !(Math.abs(squares - 1) < 1e-3)) {
    throw new Error('the model does not give vectors of length 1');
  }
}

/** The model's three inputs, right-padded to the longest sequence and masked there. */
function paddedInputs(sequences: readonly (readonly number[])[], padding: number) {
  const width = Math.max(...sequences.map((sequence) => sequence.length));
  const size = sequences.length * width;
  const ids = new BigInt64Array(size).fill(BigInt(padding));
  const mask = new BigInt64Array(size);
  for (const [row, sequence] of sequences.entries()) {
    for (const [column, id] of sequence.entries()) {
      ids[row * width + column] = BigInt(id);
      mask[row * width + column] = 1n;
    }
  }
  const dims = [sequences.length, width];
  return {
    input_ids: new Tensor('int64', ids, dims),
    attention_mask: new Tensor('int64', mask, dims),
    token_type_ids: new Tensor('int64', new BigInt64Array(size), dims),
  };
}
