import { describe, expect, test } from 'vitest';
import { countTokens } from '../tokens/count.ts';
import { compress } from './compress.ts';
import { keywordsOf } from './keywords.ts';
import { section } from './section.ts';
import { sentencesOf } from './sentences.ts';
import { selectSentences } from './summary.ts';

const INCIDENT = `The billing worker lost jobs during the deploy on Tuesday. It rained that day.
Redis was restarted while the billing worker held jobs in memory. Nobody likes restarts.
Jobs that the worker had taken from Redis were not written back before the restart.
We drank coffee. The fix is to acknowledge jobs only after the billing worker has stored the result.
Lunch was late. See incident 4711 for the timeline.`;

const entry = (content: string, title: string | null = null) => ({
  title,
  content,
  tags: ['billing', 'Redis'],
  rank: 1,
});
const fullTokens = (content: string): number => countTokens(section(entry(content), content));

describe('a summary', () => {
  const { summary } = compress(entry(INCIDENT, 'Lost jobs'), fullTokens(INCIDENT));

  test('is of sentences that stand in the text, in its order', () => {
    const body = summary?.text.split('\n\n')[1] ?? '';
    const chosen = sentencesOf(body);
    const all = sentencesOf(INCIDENT);
    const places = chosen.map((sentence) => all.indexOf(sentence));
    expect(places.length).toBeGreaterThan(0);
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('says what the text is about and leaves out what it mentions', () => {
    expect(summary?.text).toMatch(/billing worker/);
    expect(summary?.text).not.toMatch(/coffee|rained|Lunch/);
  });

  test('is headed by the title and counted as it stands', () => {
    expect(summary?.text.startsWith('## Lost jobs\n\n')).toBe(true);
    expect(summary?.tokens).toBe(countTokens(summary?.text ?? ''));
  });

  test('is always the same', () => {
    expect(compress(entry(INCIDENT, 'Lost jobs'), fullTokens(INCIDENT)).summary).toEqual(summary);
  });

  test('does not say the same twice', () => {
    const said = { text: 'Redis lost jobs.', tokens: 5 };
    const other = { text: 'The moon rose.', tokens: 5 };
    expect(selectSentences([said, said, other], 10)).toEqual([said.text, other.text]);
  });
});

test.each([
  ['nothing but line breaks', 'a\n'.repeat(50_000)],
  ['one word without end', 'a'.repeat(100_000)],
  ['full stops', '. '.repeat(50_000)],
  ['Han', '机器学习是人工智能的一个分支，它使用统计技术。'.repeat(4_300)],
  [
    'a thousand sentences of one word',
    Array.from({ length: 9_000 }, (_, i) => `word${i}.`).join(' '),
  ],
  ['emoji', '🦀'.repeat(50_000)],
])('100,000 characters of %s are compressed within seconds', (_, content) => {
  const started = performance.now();
  const { summary, keywords } = compress(entry(content), fullTokens(content));
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(summary?.tokens ?? 0).toBeLessThan(1_100);
  expect(keywords?.tokens ?? 0).toBeLessThan(1_100);
});

test.each<[string, string[], string[], string]>([
  ['the tags come first', ['z', 'y'], ['z', 'y', 'alpha'], 'alpha'],
  ['then what comes most often', [], ['beta', 'alpha'], 'alpha beta beta'],
  ['of equals the first', [], ['beta', 'alpha'], 'beta alpha'],
  ['function words say nothing', [], ['worker'], 'the worker and it was'],
  ['a tag is not repeated', ['Redis'], ['Redis', 'jobs'], 'redis redis jobs'],
  ['identifiers stay whole', [], ['x-moltnet-team-id'], 'x-moltnet-team-id'],
  ['Han is taken in pairs', [], ['机器', '器学', '学习'], '机器学习'],
])('keywords: %s', (_, tags, expected, text) => {
  expect(keywordsOf(tags, text)).toEqual(expected);
});

test('there are at most 12 keywords', () => {
  const text = Array.from({ length: 50 }, (_, at) => `word${at}`).join(' ');
  expect(keywordsOf([], text)).toHaveLength(12);
});

test('what is short already has no shorter form', () => {
  expect(compress({ ...entry('ok'), tags: [] }, fullTokens('ok'))).toEqual({});
});

test.each<[string, string | null, string]>([
  ['its title', 'Lost jobs', '## Lost jobs\n\nx\n\n'],
  ['its rank where it has none', null, '## Entry 7\n\nx\n\n'],
  ['its rank where the title is empty', ' \n', '## Entry 7\n\nx\n\n'],
  ['one line', 'two\n## lines', '## two ## lines\n\nx\n\n'],
])('a section is headed by %s', (_, title, expected) => {
  expect(section({ title, rank: 7 }, 'x')).toBe(expected);
});
