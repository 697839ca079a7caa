import type { BatchEntryInput, Entry, EntryBatch, PatchEntryInput } from '@moltnet/contract';
import { signedBody } from '../harness/sign-v2.ts';
import { anyOf, Client, type ClientOptions } from './client.ts';
import { isCertain, type Known, latest, type Ledger, type Version } from './ledger.ts';
import { contentWith, rareWord, TAGS } from './texts.ts';

interface Draft {
  readonly title: string | null;
  readonly content: string;
  readonly tags: readonly string[];
  readonly word: string;
}

/** Creates, changes, supersedes and deletes entries of its own, in diaries where others do so, too. */
export class Writer extends Client {
  readonly #ledger: Ledger;
  readonly #own: Known[] = [];

  constructor(ledger: Ledger, options: ClientOptions) {
    super(options);
    this.#ledger = ledger;
  }

  write(): Promise<void> {
    return this.run({
      create: [4, () => this.#create(false)],
      'create signed': [2, () => this.#create(true)],
      'create a batch that supersedes': [2, () => this.#supersede()],
      'update the text': [2, () => this.#update()],
      'update the importance': [1, () => this.#updateImportance()],
      delete: [1, () => this.#delete()],
      'delete several': [1, () => this.#deleteSeveral()],
    });
  }

  async #create(signed: boolean): Promise<void> {
    const [diaryId, draft] = [anyOf(this.diaryIds), drafted()];
    const { body } = await this.ask<Entry>(201, `POST /diaries/${diaryId}/entries`, {
      body: this.#bodyOf(diaryId, draft, signed),
    });
    this.#note(body, draft, []);
  }

  /** Three at once, the first and the last of which supersede what this writer has in force. */
  async #supersede(): Promise<void> {
    const diaryId = anyOf(this.diaryIds);
    const old = shuffled(this.#inForce().filter((entry) => entry.diaryId === diaryId)).slice(0, 3);
    const [first = [], second = []] = [old.slice(0, 2), old.slice(2)];
    const drafts = [drafted(), drafted(), drafted()] as const;
    const entries: BatchEntryInput[] = [
      { ...this.#bodyOf(diaryId, drafts[0], true), supersedes: idsOf(first) },
      this.#bodyOf(diaryId, drafts[1], false),
      { ...this.#bodyOf(diaryId, drafts[2], false), supersedes: idsOf(second) },
    ];
    for (const entry of old) {
      entry.touches += 1;
      entry.removable = true;
    }
    const { body } = await this.ask<EntryBatch>(201, `POST /diaries/${diaryId}/entries/batch`, {
      body: { entries },
    });
    for (const entry of old) entry.supersededAt = performance.now();
    body.items.forEach((item, index) => {
      const supersedes = [first, [], second][index] ?? [];
      this.#note(item, drafts[index] ?? drafts[0], idsOf(supersedes));
    });
  }

  async #update(): Promise<void> {
    const entry = anyOf(this.#inForce().filter(({ signed }) => !signed));
    if (entry === undefined) return;
    const { title, content, word } = drafted();
    await this.#patch(entry, { content, ...(title !== null && { title }) }, word);
  }

  async #updateImportance(): Promise<void> {
    const entry = anyOf(this.#inForce());
    if (entry === undefined) return;
    const importance = (latest(entry).importance % 10) + 1;
    await this.#patch(entry, { importance }, latest(entry).word);
  }

  async #patch(entry: Known, patch: PatchEntryInput, word: string): Promise<void> {
    entry.touches += 1;
    const version: Version = { ...latest(entry), ...patch, word, acknowledgedAt: Infinity };
    entry.versions.push(version);
    await this.ask(200, `PATCH /entries/${entry.id}`, { body: patch });
    version.acknowledgedAt = performance.now();
    if (patch.content !== undefined) entry.found = false;
  }

  async #delete(): Promise<void> {
    const entry = anyOf(this.#inForce().filter(({ signed }) => !signed));
    if (entry === undefined) return;
    this.#beginDeletion(entry);
    await this.ask(200, `DELETE /entries/${entry.id}`);
    entry.goneAt = performance.now();
  }

  /** One that is signed is left, and said to be. */
  async #deleteSeveral(): Promise<void> {
    const [signed, unsigned] = [true, false].map((is) =>
      shuffled(this.#inForce().filter((entry) => entry.signed === is)),
    );
    const doomed = unsigned?.slice(0, 2) ?? [];
    const kept = signed?.slice(0, 1) ?? [];
    if (doomed.length === 0) return;
    for (const entry of doomed) this.#beginDeletion(entry);
    const ids = shuffled([...doomed, ...kept]).map(({ id }) => id);
    const query = ids.map((id) => `ids=${id}`).join('&');
    const { body } = await this.ask<{ deleted: string[]; skipped: object[] }>(
      200,
      `DELETE /entries?${query}`,
    );
    for (const entry of doomed) entry.goneAt = performance.now();
    const wanted = doomed.map(({ id }) => id).toSorted();
    const skipped = kept.map(({ id }) => ({ id, reason: 'immutable' }));
    if (
      JSON.stringify(body.deleted.toSorted()) !== JSON.stringify(wanted) ||
      JSON.stringify(body.skipped) !== JSON.stringify(skipped)
    ) {
      this.faults.add(`of ${ids.join()} it deleted ${JSON.stringify(body)}`);
    }
  }

  /** What it superseded may be in force again from now on, or be let go of before. */
  #beginDeletion(entry: Known): void {
    entry.touches += 1;
    entry.doomed = true;
    for (const id of entry.supersedes) {
      const old = this.#ledger.get(id);
      if (old) old.supersededAt = undefined;
    }
  }

  /** Its entries that are there for sure and that nothing has superseded. */
  #inForce(): Known[] {
    return this.#own.filter(isCertain);
  }

  #bodyOf(diaryId: string, { title, content, tags }: Draft, signed: boolean) {
    const entry = { content, tags: [...tags], ...(title !== null && { title }) };
    return signed ? signedBody(this.agent, diaryId, entry) : entry;
  }

  #note(entry: Entry, draft: Draft, supersedes: readonly string[]): void {
    const { id, diaryId, importance, signatureScheme } = entry;
    const { title, content, tags, word } = draft;
    const version = { title, content, importance, word, acknowledgedAt: performance.now() };
    const signed = signatureScheme !== null;
    this.#own.push(this.#ledger.add({ id, diaryId, tags, signed, supersedes }, version));
  }
}

function idsOf(entries: readonly Known[]): string[] {
  return entries.map(({ id }) => id);
}

function drafted(): Draft {
  const word = rareWord();
  const title = Math.random() < 0.5 ? null : `About ${word}`;
  return { title, content: contentWith(word), tags: [anyOf(TAGS)], word };
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
