import { join } from 'node:path';

import { EMBEDDING_MODEL } from '@moltnet/embedding';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** `[CLS] passage : … [SEP]`. */
const FRAME_TOKENS = 4;

/** One token of the model's vocabulary. */
const WORD = 'redis';

/** A text of so many tokens, special tokens and prefix included. */
export function textOf(tokens: number): string {
  return Array.from({ length: tokens - FRAME_TOKENS }, () => WORD).join(' ');
}

/** The model's graph without anything around it. */
export function openBareModel(modelDir: string, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(join(modelDir, EMBEDDING_MODEL, 'onnx/model_quantized.onnx'), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
}

/** What the graph is given for so many texts of `tokens` at once. */
export function inputsOf(tokens: number, texts = 1): Record<string, Tensor> {
  const tensor = (value: bigint): Tensor =>
    new Tensor('int64', new BigInt64Array(texts * tokens).fill(value), [texts, tokens]);
  return {
    input_ids: tensor(1_000n),
    attention_mask: tensor(1n),
    token_type_ids: tensor(0n),
  };
}
