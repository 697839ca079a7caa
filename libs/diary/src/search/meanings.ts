import type { Embedder } from '@moltnet/embedding';
import type { EmbeddingModels } from '../embedding/models.ts';
import { Background } from './background.ts';
import { type Meaning, meaningOf } from './meaning.ts';

/** What queries mean to the model that serves, and to the one before it. */
export class Meanings {
  readonly #models: EmbeddingModels;
  /** What any two texts have in common is another thing for each model. */
  readonly #backgrounds = new WeakMap<Embedder, Background>();

  constructor(models: EmbeddingModels) {
    this.#models = models;
  }

  /**
   * As meaningOf.
   * @param model - whose vector it must be, where a search goes on; else the serving one's
   */
  async of(query: string | undefined, model?: string): Promise<Meaning | null | undefined> {
    const embedder = model === undefined ? this.#models.serving : this.#whole(model);
    if (!embedder) return undefined;
    return meaningOf({ embedder, background: this.#backgroundOf(embedder) }, query);
  }

  #whole(model: string): Embedder | undefined {
    return this.#models.isWhole(model) ? this.#models.find(model) : undefined;
  }

  #backgroundOf(embedder: Embedder): Background {
    const known = this.#backgrounds.get(embedder);
    if (known) return known;
    const background = new Background(embedder);
    this.#backgrounds.set(embedder, background);
    return background;
  }
}
