import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../connection/database.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { givenEntry, testDiary } from '../testing/index.ts';

const LONGEST = 100_000;

describe('the lexemes of a text', () => {
  let db: Database;
  let diary: DiaryRecord;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ db, diary, stop } = await testDiary(2));
  });
  afterAll(() => stop());

  const lexemesOf = async (text: string) => {
    const [row] = await db.sql<[{ lexemes: string[] }]>`
      SELECT tsvector_to_array(search_lexemes(${text})) AS lexemes`;
    return row.lexemes.sort();
  };

  it.each<[text: string, lexemes: string[]]>([
    ['The jobs were restarting', ['job', 'restart']],
    ['x-moltnet-team-id', ['id', 'moltnet', 'team', 'x', 'x-moltnet-team-id']],
    ['parsePublicKey', ['key', 'pars', 'parsepublickey', 'public']],
    ['src/mainLoop.ts', ['loop', 'main', 'src', 'src/mainloop.ts', 'ts']],
    ['http://a.bc/de', ['/de', 'a.bc', 'a.bc/de', 'bc', 'de', 'http']],
    ['see above. Then below', ['see']],
    ['猫', ['猫']],
    ['東京都', ['京', '京都', '東', '東京', '東京都', '都']],
    ['ภาษา', ['า', 'าษ', 'ภ', 'ภา', 'ภาษา', 'ษ', 'ษา']],
    ['Café', ['cafe', 'café']],
    ['Zoe\u0308', ['zoe', 'zoë'.normalize('NFD')]],
    ['базы', ['баз', 'базы']],
    ['والبيانات', ['بيان', 'والبيانات']],
    ['👩🏽‍🚀', ['👩', '🚀']],
    ['', []],
  ])('%s', async (text, lexemes) => {
    expect(await lexemesOf(text)).toEqual([...new Set(lexemes)].sort());
  });

  it.each<[name: string, text: string]>([
    ['one word', 'a'.repeat(LONGEST)],
    ['words of two astral letters', words((index) => letters(0x10400, index % 1_600))],
    [
      'compounds of astral letters',
      words((index) => `${letters(0x1e900, index)}-${letters(0x10400, index)}`),
    ],
    [
      'Han without a space',
      Array.from({ length: LONGEST }, (_, i) => letters(0x4e00, i * 7)).join(''),
    ],
    ['Han of the supplementary plane', words((index) => letters(0x20000, index))],
    ['camel case', words((index) => `aB${index}cD`)],
    ['one endless path', 'ab/'.repeat(LONGEST / 3)],
    ['dots', '.'.repeat(LONGEST)],
    ['addresses', words((index) => `https://host${index}.example.org/path/to?q=${index}`)],
    ['quotes and backslashes', `'\\"'`.repeat(LONGEST / 4)],
    ['markup', '<a href="x">&amp;</a>'.repeat(LONGEST / 21)],
    ['emoji', '👩‍👩‍👧‍👦 '.repeat(LONGEST / 12)],
  ])('of the longest entry can be stored: %s', async (_, text) => {
    const content = Array.from(text).slice(0, LONGEST).join('');
    const entry = await givenEntry(db, diary, { content, title: content.slice(0, 200) });
    expect(entry.content).toBe(content);
  });
});

/** Different words until the entry is full. */
function words(word: (index: number) => string): string {
  const all: string[] = [];
  for (let length = 0, index = 0; length < LONGEST; index += 1) {
    const next = word(index);
    all.push(next);
    length += next.length + 1;
  }
  return all.join(' ');
}

/** Two letters of a block of 400, other ones for each index. */
function letters(block: number, index: number): string {
  return String.fromCodePoint(block + (index % 400), block + (Math.floor(index / 400) % 400));
}
