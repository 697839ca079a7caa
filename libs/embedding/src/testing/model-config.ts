import { VOCABULARY_SIZE } from './vocabulary/vocabulary.ts';

/** The shape of e5-small-v2 (intfloat/e5-small-v2, config.json), which its graph and config.json share. */
export const FULL_SHAPE = {
  layers: 12,
  hidden: 384,
  heads: 12,
  intermediate: 1536,
  positions: 512,
} as const;

/** config.json of a BERT with that many layers. */
export function modelConfig(layers: number): object {
  return {
    architectures: ['BertModel'],
    model_type: 'bert',
    hidden_size: FULL_SHAPE.hidden,
    num_hidden_layers: layers,
    num_attention_heads: FULL_SHAPE.heads,
    intermediate_size: FULL_SHAPE.intermediate,
    max_position_embeddings: FULL_SHAPE.positions,
    type_vocab_size: 2,
    vocab_size: VOCABULARY_SIZE,
    pad_token_id: 0,
  };
}
