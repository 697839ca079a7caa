export { createEmbedder } from './embedder.ts';
export type { Embedder, EmbedderOptions, EmbedOptions } from './embedder.ts';
export { EmbeddingUnavailableError } from './errors.ts';
export type { UnavailableReason } from './errors.ts';
export { EMBEDDING_DIMENSIONS, EMBEDDING_MODEL, isE5Name } from './model-files.ts';
export type { EmbedderStatus, EmbeddingLogger } from './model-keeper.ts';
export { passageText } from './passage-text.ts';
export type { Passage } from './passage-text.ts';
