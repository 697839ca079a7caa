/** Sentences of a text that are looked at; of more, so many at even distances. */
const MAX_SENTENCES = 400;
/** A sentence of a text without full stops is no sentence any more. */
const LONGEST_SENTENCE = 1_000;

const segmenter = new Intl.Segmenter('und', { granularity: 'sentence' });

/** The sentences of a text by UAX #29, in order, each on one line, at most 400. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const sentence = segment.replaceAll(/\s+/gu, ' ').trim();
    if (/[\p{L}\p{N}]/u.test(sentence)) sentences.push(sentence);
  }
  const step = Math.max(1, sentences.length / MAX_SENTENCES);
  return Array.from(
    { length: Math.min(sentences.length, MAX_SENTENCES) },
    (_, at) => sentences[Math.floor(at * step)] ?? '',
  ).filter((sentence) => sentence.length <= LONGEST_SENTENCE);
}
