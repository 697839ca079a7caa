import type { Embedder } from '@moltnet/embedding';

/**
 * Texts about as many things as they are, in the manner of a diary: what a query is compared with to
 * learn how near two texts are that have nothing to do with each other.
 */
const BACKGROUND = [
  'The kettle takes four minutes to boil since the element was replaced.',
  'Our team won the second half by moving the striker to the left wing.',
  'A lighthouse keeper logged the fog signal every quarter of an hour.',
  'Sow the carrots in rows once the last frost is over.',
  'The invoice was paid twice, and accounting asked for a refund.',
  'She tuned the cello a little lower than the rest of the quartet.',
  'Glaciers carve a valley into the shape of a U.',
  'The elevator stops at the third floor for no reason on Sundays.',
  'Parliament passed the budget after a night of debate.',
  'Bees tell each other where the flowers are by dancing.',
  'The hinge of the garden gate wants oil before the winter.',
  'Mix flour and butter, then let the dough rest in the cold.',
  'An eclipse of the moon can be watched without any filter.',
  'The museum lends the painting to Madrid until spring.',
  'Change the tyres before driving over the mountain pass.',
  'His grandmother knitted a scarf of grey and green wool.',
  'The train to the coast was late because of leaves on the rails.',
  'Vaccines teach the immune system to know a virus.',
  'We painted the nursery yellow and hung a paper moon.',
  'The price of copper rose for the fifth week.',
  'A chess opening that gives up a pawn for the centre.',
  'The dentist found a crack in the upper molar.',
  'Salmon swim up the river in which they were born.',
  'The court adjourned until the witness could be heard.',
  'Pack the tent dry, or it will smell in the morning.',
  'The choir rehearses in the old chapel on Thursdays.',
  'Volcanic ash made the soil of the island fertile.',
  'He forgot the password of the bicycle lock.',
  'The school moved the exam to the week after the holidays.',
  'A tailor measured the sleeves and shortened the hem.',
  'Penguins keep their eggs warm on their feet.',
  'The printer is out of magenta and refuses to print in black.',
] as const;

/**
 * How far above the background a text must be, in standard deviations. Scores are normalised by a
 * cohort of impostors for each test, as in speaker verification (Auckenthaler, Carey and
 * Lloyd-Thomas, "Score normalization for text-independent speaker verification systems", 2000),
 * where a fixed threshold fails for the same reason as with E5: the scale shifts with the query.
 */
const DEVIATIONS = 3;
/** The nearest of the background are left out: the query may happen to be about them. */
const LEFT_OUT = 3;

/** What any text has in common with a query, as the model sees it. */
export class Background {
  readonly #embedder: Pick<Embedder, 'embedPassages'>;
  #vectors: Promise<Float32Array[]> | undefined;

  constructor(embedder: Pick<Embedder, 'embedPassages'>) {
    this.#embedder = embedder;
  }

  /**
   * The cosine similarity to `query`, a normalised vector, above which a text has something to do
   * with it. The texts are embedded the first time, which goes on when `signal` gives it up.
   * @throws {EmbeddingUnavailableError}
   * @throws the reason of `signal`
   */
  async floor(query: Float32Array, signal: AbortSignal): Promise<number> {
    this.#vectors ??= this.#embed();
    const similarities = (await unlessAborted(this.#vectors, signal))
      .map((vector) => dot(query, vector))
      .sort((one, other) => one - other)
      .slice(0, -LEFT_OUT);
    const mean = average(similarities);
    const variance = average(similarities.map((similarity) => (similarity - mean) ** 2));
    return mean + DEVIATIONS * Math.sqrt(variance);
  }

  async #embed(): Promise<Float32Array[]> {
    try {
      return (await this.#embedder.embedPassages(BACKGROUND)).flat();
    } catch (error) {
      // The model may be there the next time.
      this.#vectors = undefined;
      throw error;
    }
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
