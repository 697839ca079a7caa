import { countTokens } from '../tokens/count.ts';
import { keywordsOf } from './keywords.ts';
import { type Headed, section } from './section.ts';
import { sentencesOf } from './sentences.ts';
import { selectSentences } from './summary.ts';

/** A summary has a third of the tokens, and no more than this. */
const SUMMARY_SHARE = 1 / 3;
const LONGEST_SUMMARY = 1_024;

/** An entry that does not fit in full. */
export interface Compressible extends Headed {
  readonly content: string;
  readonly tags: readonly string[];
}

/** One way to pack an entry. */
export interface Form {
  readonly text: string;
  readonly tokens: number;
}

/** The shorter ways to pack an entry; one that would not be shorter than the one above it is not there. */
export interface ShorterForms {
  readonly summary?: Form;
  readonly keywords?: Form;
}

/**
 * The shorter forms of an entry. They depend on the entry and nothing else, so that a pack's CID,
 * which names entries and levels, names its text.
 * @param fullTokens - of the entry's section in full
 */
export function compress(entry: Compressible, fullTokens: number): ShorterForms {
  const summary = shorter(entry, summaryOf(entry.content, fullTokens), fullTokens);
  const keywords = shorter(
    entry,
    keywordsOf(entry.tags, entry.content).join(', '),
    summary?.tokens ?? fullTokens,
  );
  return { ...(summary && { summary }), ...(keywords && { keywords }) };
}

function summaryOf(content: string, fullTokens: number): string {
  const sentences = sentencesOf(content).map((text) => ({ text, tokens: countTokens(text) }));
  const budget = Math.min(Math.floor(fullTokens * SUMMARY_SHARE), LONGEST_SUMMARY);
  return selectSentences(sentences, budget).join(' ');
}

function shorter(entry: Headed, body: string, than: number): Form | undefined {
  if (body === '') return undefined;
  const text = section(entry, body);
  const tokens = countTokens(text);
  return tokens < than ? { text, tokens } : undefined;
}
