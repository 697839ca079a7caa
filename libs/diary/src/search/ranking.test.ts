import {
  connect,
  type Database,
  type DiaryRecord,
  embeddingWriter,
  type NewEntry,
} from '@moltnet/database';
import {
  givenAgent,
  givenDiary,
  givenEntry,
  testDatabase,
  type TestDatabase,
} from '@moltnet/database/testing';
import { createEmbedder, type Embedder, passageText } from '@moltnet/embedding';
import { testModelDir } from '@moltnet/embedding/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Background } from './background.ts';
import { meaningOf } from './meaning.ts';
import type { SearchRequest } from './options.ts';
import { searchCandidates } from './search.ts';

/** An entry by its content, or with more of it; `superseded` by the first entry of the case. */
type Given =
  | string
  | (Partial<NewEntry> & { readonly daysAgo?: number; readonly superseded?: true });

interface Case {
  /** Without the model: what the words alone find. */
  readonly byWords?: true;
  /** What would have to go wrong for this to fail. */
  readonly guards: string;
  readonly query: string;
  /** By name; the diary of the case holds these beside what is in FILLER. */
  readonly entries: Readonly<Record<string, Given>>;
  /** Names in the order that a person who knows the diary would want them. */
  readonly expected: readonly string[];
  readonly options?: Partial<SearchRequest>;
}

/** What else is in a diary: nothing that any case asks for. */
const FILLER: readonly string[] = [
  'The bicycle needs a new wheel before the summer.',
  'A goal in the last minute of the football match.',
  'Tomato plants want warm soil and no wind.',
  'The airport was closed, so the hotel gave us another night.',
  'Waves on the beach were two metres high.',
  'Her guitar has a new string; the melody is in G minor.',
  'The telescope shows four moons of the planet.',
  'We climb the summit by the northern trail.',
  'The lesson for the students begins at nine.',
  'The lens of the camera is scratched.',
];

const ORDER: readonly Case[] = [
  {
    guards: 'the title counts more than the body',
    query: 'kubernetes',
    entries: {
      body: 'The port of the ingress is set by kubernetes, which nobody asked for.',
      title: { title: 'Kubernetes', content: 'The port of the ingress is set somewhere else.' },
    },
    expected: ['title', 'body'],
  },
  {
    guards: 'a tag counts more than the body',
    query: 'harbour',
    entries: {
      body: 'The ships leave the harbour at dawn, all of them.',
      tag: { content: 'The ships leave at dawn, all of them.', tags: ['harbour'] },
    },
    expected: ['tag', 'body'],
  },
  {
    guards: 'words side by side count more than the same words far apart',
    query: 'green lantern',
    entries: {
      scattered:
        'The lantern hangs by the door of the shed. Nobody has lit it for years. The door is green.',
      phrase:
        'The shed has no door. Nobody has lit the green lantern for years. It hangs by a rope.',
    },
    expected: ['phrase', 'scattered'],
  },
  {
    guards: 'a word that the diary is full of counts less than one that is rare in it',
    query: 'ship zephyr',
    byWords: true,
    entries: {
      rare: 'Nobody has heard of the zephyr again.',
      common: 'The ship is late.',
      common2: 'The ship is early.',
      common3: 'The ship is gone.',
    },
    expected: ['rare'],
    options: { limit: 1 },
  },
  {
    guards: 'an entry that has all words comes before one that has some of them often',
    query: 'copper kettle valve',
    entries: {
      some: 'Kettle, kettle, kettle: the kettle of copper beside a kettle of copper.',
      all: 'A valve was sold with the copper kettle.',
    },
    expected: ['all', 'some'],
  },
  {
    guards: 'what is meant comes before what has one of the words by accident',
    query: 'why do jobs vanish when the cache is rebooted?',
    entries: {
      accident: 'Steve Jobs wore a black turtleneck.',
      meant: 'The worker loses its backlog whenever redis restarts.',
    },
    expected: ['meant'],
    options: { limit: 1 },
  },
  {
    guards: 'meaning finds what shares no word with the question',
    query: 'restoring an erased table',
    entries: {
      meant: 'How we could revert the deletion: postgres keeps the storage for a day.',
      other: 'The table in the kitchen is of oak; bake the bread there.',
    },
    expected: ['meant'],
    options: { limit: 1 },
  },
  {
    guards: 'found by word and by meaning comes before found by one of them',
    query: 'invoice refund',
    entries: {
      word: 'INVOICE is the name of a horse that ran in the third race, and lost.',
      both: 'The refund of the invoice took a week.',
      meaning: 'A customer was charged twice; payment was returned.',
    },
    expected: ['both'],
    options: { limit: 1 },
  },
  {
    guards: 'as good a match: the newer one first',
    query: 'quarterly audit',
    entries: {
      old: { content: 'The quarterly audit is done.', daysAgo: 400 },
      new: 'The quarterly audit is done.',
    },
    expected: ['new', 'old'],
  },
  {
    guards: 'a better match that is old stays first when nobody asks for recency',
    query: 'turbine inspection protocol',
    entries: {
      fresh: 'The turbine inspection is over.',
      stale: { content: 'The turbine inspection protocol.', daysAgo: 900 },
    },
    expected: ['stale', 'fresh'],
  },
  {
    guards: 'fresh before stale where recency is asked for',
    query: 'turbine inspection protocol',
    options: { wRelevance: 0.3, wRecency: 1 },
    entries: {
      fresh: 'The turbine inspection is over.',
      stale: { content: 'The turbine inspection protocol.', daysAgo: 900 },
    },
    expected: ['fresh', 'stale'],
  },
  {
    guards: 'important before the rest where importance is asked for',
    query: 'pump',
    options: { wRelevance: 0.3, wImportance: 1 },
    entries: {
      minor: { title: 'Pump', content: 'The pump hums.', importance: 1 },
      major: { content: 'Do not start the pump while the tank is empty.', importance: 10 },
    },
    expected: ['major', 'minor'],
  },
  {
    guards: 'what has been superseded comes after what is valid, however well it matches',
    query: 'staging password vault',
    entries: {
      valid: 'The vault has moved; ask the operators where the staging key is.',
      old: {
        title: 'Staging password vault',
        content: 'The staging password is in the vault.',
        superseded: true,
      },
    },
    expected: ['valid', 'old'],
  },
  {
    guards: 'the best chunk of a long entry counts, not the average of all',
    query: 'kitten',
    entries: {
      long: `${'The minutes of the meeting were read and nobody spoke. '.repeat(60)}${'The feline purrs. '.repeat(6)}`,
    },
    expected: ['long'],
  },
];

const NOTHING: readonly Case[] = [
  {
    guards: 'a word that is nowhere finds nothing, not the nearest noise',
    query: 'xylophone',
    entries: { any: 'The billing worker drops jobs when Redis restarts.' },
    expected: [],
  },
  {
    guards: 'a question about something else finds nothing',
    query: 'quantum chromodynamics lecture',
    entries: { any: 'The billing worker drops jobs when Redis restarts.' },
    expected: [],
  },
];

const SCRIPTS: readonly Case[] = [
  {
    guards: 'Chinese, without spaces',
    query: '数据库',
    entries: { zh: '昨晚数据库重启之后队列变空了。', other: '今天天气很好。' },
    expected: ['zh'],
  },
  {
    guards: 'Chinese: characters that only stand side by side in one of them',
    query: '上海',
    entries: { apart: '海上风很大。', together: '我们下周去上海。' },
    expected: ['together', 'apart'],
  },
  {
    guards: 'Japanese in three scripts',
    query: 'キューが空',
    entries: { ja: 'データベースを再起動したらキューが空になった。' },
    expected: ['ja'],
  },
  {
    guards: 'Korean without its particle',
    query: '데이터베이스',
    entries: { ko: '데이터베이스가 재시작되면 작업이 사라진다.' },
    expected: ['ko'],
  },
  {
    guards: 'Thai, without spaces',
    query: 'ฐานข้อมูล',
    entries: { th: 'เมื่อคืนฐานข้อมูลล่ม' },
    expected: ['th'],
  },
  {
    guards: 'Arabic as it is written',
    query: 'قاعدة البيانات',
    entries: { ar: 'تعطلت قاعدة البيانات الليلة الماضية.' },
    expected: ['ar'],
  },
  {
    guards: 'Arabic without its article',
    query: 'بيانات',
    entries: { ar: 'تعطلت قاعدة البيانات الليلة الماضية.' },
    expected: ['ar'],
  },
  {
    guards: 'Russian in another case',
    query: 'базы данных',
    entries: { ru: 'База данных перезапускается по ночам.' },
    expected: ['ru'],
  },
  {
    guards: 'Greek in capitals, without accents',
    query: 'ΒΑΣΗ',
    entries: { el: 'Η βάση δεδομένων έπεσε.' },
    expected: ['el'],
  },
  {
    guards: 'Latin letters without their accents',
    query: 'cafe resume',
    entries: { fr: 'Le café est fermé, mon résumé est perdu.' },
    expected: ['fr'],
  },
  {
    guards: 'an emoji is a word',
    query: '🦀',
    entries: { crab: 'Ferris 🦀 is his name.', other: 'A 🦞 is something else.' },
    expected: ['crab'],
  },
  {
    guards: 'an emoji of several code points is one word',
    query: '👩‍🚀',
    entries: { astronaut: 'She 👩‍🚀 has landed.' },
    expected: ['astronaut'],
  },
];

const IDENTIFIERS: readonly Case[] = [
  {
    guards: 'a header as a whole',
    query: 'x-moltnet-team-id',
    entries: {
      header: 'Send x-moltnet-team-id with each request.',
      parts: 'The team of MoltNet has an id each.',
    },
    expected: ['header', 'parts'],
  },
  {
    guards: 'a part of a header',
    query: 'moltnet-team',
    entries: { header: 'Send x-moltnet-team-id with each request.' },
    expected: ['header'],
  },
  {
    guards: 'camelCase by its words',
    query: 'parse public key',
    entries: { code: 'Call parsePublicKey() first.' },
    expected: ['code'],
  },
  {
    guards: 'camelCase, typed in small letters',
    query: 'parsepublickey',
    entries: { code: 'Call parsePublicKey() first.' },
    expected: ['code'],
  },
  {
    guards: 'snake_case by a word of it',
    query: 'timeout',
    entries: { code: 'It throws E_TIMEOUT_4711.' },
    expected: ['code'],
  },
  {
    guards: 'snake_case as a whole, before what has a part of it',
    query: 'E_TIMEOUT_4711',
    entries: { part: 'A timeout of 30 seconds.', code: 'It throws E_TIMEOUT_4711.' },
    expected: ['code'],
    options: { limit: 1 },
  },
  {
    guards: 'a path by its file',
    query: 'keys.ts',
    entries: { path: 'See libs/crypto/src/keys.ts for it.' },
    expected: ['path'],
  },
  {
    guards: 'a version number',
    query: '26.10.0',
    entries: { right: 'Node 26.10.0 is pinned.', wrong: 'Node 26.11.0 is out.' },
    expected: ['right'],
    options: { limit: 1 },
  },
  {
    guards: 'a hash by its beginning is no word, and the whole of it is',
    query: '9d66316aa41f',
    entries: { hash: 'Reverted 9d66316aa41f today.' },
    expected: ['hash'],
  },
];

const TYPOS: readonly Case[] = [
  {
    guards: 'a letter too many',
    query: 'turrbine',
    entries: { right: 'The turbine is painted blue.' },
    expected: ['right'],
  },
  {
    guards: 'two letters that changed places',
    query: 'trubine',
    entries: { right: 'The turbine is painted blue.' },
    expected: ['right'],
  },
  {
    guards: 'a letter that is missing, in one word of two',
    query: 'turbne protocol',
    entries: {
      one: 'The protocol was followed.',
      both: 'The protocol of the turbine.',
    },
    expected: ['both', 'one'],
  },
  {
    guards: 'what is spelt so comes alone: a word that is there is not taken for a mistake',
    query: 'marine',
    entries: { right: 'The marine engine.', near: 'The marina is full.' },
    expected: ['right'],
  },
  {
    guards: 'a number is not a typing mistake of another number',
    query: 'INC-4711',
    entries: { other: 'It was INV-4712 and not this.' },
    expected: [],
  },
  {
    guards: 'a short word is not a typing mistake of another short word',
    query: 'vat',
    entries: { other: 'The rat ran.' },
    expected: [],
  },
  {
    guards: 'a word that begins with another letter is another word',
    query: 'nacelle',
    entries: { other: 'A pacelle is nothing.' },
    expected: [],
  },
];

function byWordsAlone(cases: readonly Case[]): Case[] {
  return cases.map((each) => ({ ...each, byWords: true }));
}

describe('search ranks', () => {
  let server: TestDatabase;
  let db: Database;
  let embedder: Embedder;
  let background: Background;
  let filler: DiaryRecord;
  beforeAll(async () => {
    server = await testDatabase();
    db = connect(server.url, { applicationName: 'test', max: 1 });
    const logger = { info: () => undefined, warn: () => undefined };
    embedder = createEmbedder({ modelDir: await testModelDir(), allowDownload: false, logger });
    await vi.waitUntil(() => embedder.status().status === 'ok', { timeout: 30_000 });
    background = new Background(embedder);
    filler = await givenDiary(db, await givenAgent(db));
    for (const content of FILLER) await write(filler, content);
  });
  afterAll(async () => {
    await embedder.close();
    await db.close();
    await server.stop();
  });

  async function write(diary: DiaryRecord, given: Given): Promise<string> {
    const { daysAgo = 0, ...entry } = typeof given === 'string' ? { content: given } : given;
    delete (entry as { superseded?: true }).superseded;
    const { id, title, tags, content, contentHash } = await givenEntry(db, diary, entry);
    const [chunks = []] = await embedder.embedPassages([
      passageText({ title: title ?? undefined, tags, content }),
    ]);
    await db.transaction(async (tx) => {
      await embeddingWriter(tx).replace({
        entryId: id,
        model: embedder.model,
        contentHash,
        chunks,
      });
      await tx.sql`UPDATE entries SET created_at = created_at - ${daysAgo} * interval '1 day'
                   WHERE id = ${id}`;
    });
    return id;
  }

  async function asExpected({ entries, query, expected, options, byWords }: Case): Promise<void> {
    const diary = await givenDiary(db, await givenAgent(db));
    const names = new Map<string, string>();
    const superseded: string[] = [];
    for (const [name, given] of Object.entries(entries)) {
      const id = await write(diary, given);
      names.set(id, name);
      if (typeof given !== 'string' && given.superseded) superseded.push(id);
    }
    const [first] = names.keys();
    await db.sql`UPDATE entries SET superseded_by = ${first!} WHERE id = ANY (${superseded})`;
    const meaning = byWords ? undefined : await meaningOf({ embedder, background }, query);
    const { results } = await searchCandidates(db, {
      diaryIds: [diary.id, filler.id],
      query,
      ...meaning,
      model: embedder.model,
      limit: 10,
      ...options,
    });
    expect(results.map(({ entryId }) => names.get(entryId) ?? 'filler')).toEqual(expected);
  }

  describe('the order of results', () => void test.each(ORDER)('$query: $guards', asExpected));
  describe('no match', () => void test.each(NOTHING)('$query: $guards', asExpected));
  describe('scripts, by words alone', () =>
    void test.each(byWordsAlone(SCRIPTS))('$query: $guards', asExpected));
  describe('identifiers, by words alone', () =>
    void test.each(byWordsAlone(IDENTIFIERS))('$query: $guards', asExpected));
  describe('typing mistakes, by words alone', () =>
    void test.each(byWordsAlone(TYPOS))('$query: $guards', asExpected));
});
