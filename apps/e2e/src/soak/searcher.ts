import type { Entry, SearchInput } from '@moltnet/contract';
import { anyOf, Client, type ClientOptions } from './client.ts';
import { type Asked, isCertain, type Known, latest, type Ledger } from './ledger.ts';
import { SENTENCES, TAGS } from './texts.ts';

interface Results {
  readonly results: readonly Entry[];
  readonly nextCursor: string | null;
}

interface List {
  readonly items: readonly Entry[];
  readonly nextCursor: string | null;
}

/** Pages of one search that are asked for. */
const PAGES = 3;

function tagged() {
  return { query: anyOf(SENTENCES), tags: [anyOf(TAGS)], limit: 30 };
}

/** Asks in every way that there is, and holds each answer against what the writers know. */
export class Searcher extends Client {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger, options: ClientOptions) {
    super(options);
    this.#ledger = ledger;
  }

  search(): Promise<void> {
    return this.run({
      'search by a word': [6, () => this.#byWord()],
      'search by meaning': [2, () => this.#search({ query: anyOf(SENTENCES) })],
      'search by a tag': [2, () => this.#search(tagged())],
      'search what is in force': [
        2,
        () => this.#search({ ...tagged(), excludeSuperseded: true, limit: 50 }),
      ],
      'search a diary page by page': [1, () => this.#searchPages()],
      'list a diary to its end': [1, () => this.list(anyOf(this.diaryIds))],
      'list what is in force by a tag': [1, () => this.#listInForce()],
      'get one': [2, () => this.#get()],
    });
  }

  /**
   * An entry that nobody changes meanwhile is found by its own word, from its acknowledgement on.
   * Those that were never found before come first.
   */
  async #byWord(): Promise<void> {
    const settled = this.certain();
    const missing = settled.filter(({ found }) => !found);
    const entry = anyOf(missing.length > 0 ? missing : settled);
    if (entry !== undefined) await this.confirm(entry);
  }

  async confirm(entry: Known): Promise<void> {
    const { touches } = entry;
    const { word } = latest(entry);
    const { results } = await this.#search({ query: word });
    if (entry.touches !== touches) return;
    entry.found = results.some(({ id }) => id === entry.id);
    if (!entry.found) this.faults.add(`${entry.id} is not found by its word ${word}`);
  }

  /**
   * No page repeats another, whatever is written meanwhile; what changes meanwhile may rank otherwise
   * on the next one.
   */
  async #searchPages(): Promise<void> {
    const [diaryId, query] = [anyOf(this.diaryIds), anyOf(SENTENCES)];
    const changes = this.#ledger.changesOf(diaryId);
    const all: Entry[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < PAGES; page += 1) {
      const last: Results = await this.#search({ diaryId, query, ...(cursor && { cursor }) });
      all.push(...last.results);
      cursor = last.nextCursor;
      if (cursor === null) break;
    }
    const quiet = changes !== undefined && changes === this.#ledger.changesOf(diaryId);
    if (quiet) this.#requireNoneTwice(`pages of a search for ${query}`, all);
  }

  #requireNoneTwice(what: string, entries: readonly Entry[]): void {
    const repeated = entries.length - new Set(entries.map(({ id }) => id)).size;
    if (repeated > 0) this.faults.add(`${what}: ${repeated} of ${entries.length} are there twice`);
  }

  /** To the end; what was there all the time is there once. */
  async list(diaryId: string): Promise<readonly Entry[]> {
    const begunAt = performance.now();
    const there = this.certain().filter((entry) => entry.diaryId === diaryId);
    const touches = new Map(there.map((entry) => [entry.id, entry.touches]));
    const all: Entry[] = [];
    let cursor: string | null = null;
    do {
      const path: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await this.ask<List>(200, `GET /diaries/${diaryId}/entries?limit=50${path}`);
      all.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor !== null);
    this.#judge(all, { begunAt, diaryIds: [diaryId] });
    this.#requireNoneTwice('list of a diary', all);
    const listed = new Set(all.map(({ id }) => id));
    for (const entry of there) {
      if (entry.touches === touches.get(entry.id) && !listed.has(entry.id)) {
        this.faults.add(`${entry.id} is missing in the list of its diary`);
      }
    }
    return all;
  }

  async #listInForce(): Promise<void> {
    const begunAt = performance.now();
    const [diaryId, tag] = [anyOf(this.diaryIds), anyOf(TAGS)];
    const query = new URLSearchParams({ tags: tag, excludeSuperseded: 'true', limit: '100' });
    const { body } = await this.ask<List>(200, `GET /diaries/${diaryId}/entries?${query}`);
    this.#judge(body.items, { begunAt, diaryIds: [diaryId], tag, excludeSuperseded: true });
  }

  /** By its id; what is gone is 404. */
  async #get(): Promise<void> {
    const entry = anyOf(this.#ofTheseDiaries());
    if (entry === undefined) return;
    const begunAt = performance.now();
    const { touches } = entry;
    const certain = isCertain(entry);
    const answer = await this.agent.api<Entry>(`GET /entries/${entry.id}`);
    if (answer.status === 200) this.#judge([answer.body], { begunAt, diaryIds: this.diaryIds });
    else if (answer.status !== 404) throw new Error(`GET: ${answer.status} ${answer.text}`);
    else if (certain && entry.touches === touches) {
      this.faults.add(`${entry.id} is lost`);
    }
  }

  async #search(body: SearchInput): Promise<Results> {
    const begunAt = performance.now();
    const answer = await this.ask<Results>(200, 'POST /diaries/search', { body });
    const { tags, excludeSuperseded, diaryId } = body;
    const diaryIds = diaryId === undefined ? this.diaryIds : [diaryId];
    this.#requireNoneTwice(`search for ${body.query}`, answer.body.results);
    this.#judge(answer.body.results, { begunAt, diaryIds, tag: tags?.[0], excludeSuperseded });
    return answer.body;
  }

  #judge(answer: readonly Entry[], asked: Asked): void {
    for (const fault of this.#ledger.faultsOf(answer, asked)) this.faults.add(fault);
  }

  #ofTheseDiaries(): Known[] {
    return this.#ledger.entries.filter(({ diaryId }) => this.diaryIds.includes(diaryId));
  }

  /** What this searcher must find. */
  certain(): Known[] {
    return this.#ofTheseDiaries().filter(isCertain);
  }
}
