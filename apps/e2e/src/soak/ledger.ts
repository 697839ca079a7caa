import type { Entry } from '@moltnet/contract';

/** What an entry says from one acknowledgement to the next. */
export interface Version {
  readonly title: string | null;
  readonly content: string;
  readonly importance: number;
  /** In no other version of any entry. */
  readonly word: string;
  /** Until then the change is under way: it may be seen, and need not. */
  acknowledgedAt: number;
}

/** One entry as its only writer knows it. Times are of `performance.now()`, of the answers. */
export interface Known {
  readonly id: string;
  readonly diaryId: string;
  readonly tags: readonly string[];
  readonly signed: boolean;
  /** Oldest first. */
  readonly versions: Version[];
  /** What it supersedes. */
  readonly supersedes: readonly string[];
  /** Counts requests that change it, when they begin. */
  touches: number;
  /** When it was known to be superseded; undefined while it is not, or while that is being changed. */
  supersededAt: number | undefined;
  /** It was superseded once: retention may take it. */
  removable: boolean;
  /** Its deletion has been asked for. */
  doomed: boolean;
  /** When it was known to be gone, by whomever. */
  goneAt: number | undefined;
  /** A search by its word has found what it says last. */
  found: boolean;
}

/** What was asked for, as far as it decides what may be in the answer. */
export interface Asked {
  /** Before the request was sent. */
  readonly begunAt: number;
  readonly diaryIds: readonly string[];
  readonly tag?: string | undefined;
  readonly excludeSuperseded?: boolean | undefined;
}

type Seen = Pick<Entry, 'id' | 'diaryId' | 'title' | 'content' | 'tags'>;

/** All that the writers of a run were told, and what an answer may hold by that. */
export class Ledger {
  readonly #entries = new Map<string, Known>();
  /** Seen before their writer was told of them. */
  readonly #early = new Set<string>();

  get entries(): Known[] {
    return [...this.#entries.values()];
  }

  get(id: string): Known | undefined {
    return this.#entries.get(id);
  }

  add(
    entry: Pick<Known, 'id' | 'diaryId' | 'tags' | 'signed' | 'supersedes'>,
    version: Version,
  ): Known {
    const known: Known = {
      ...entry,
      versions: [version],
      touches: 0,
      supersededAt: undefined,
      removable: false,
      doomed: false,
      goneAt: undefined,
      found: false,
    };
    this.#entries.set(known.id, known);
    return known;
  }

  /** Ids that were seen and that no writer was ever told of. */
  get ghosts(): string[] {
    return [...this.#early].filter((id) => !this.#entries.has(id));
  }

  /** Counts the changes of what was there; undefined while one is under way. */
  changesOf(diaryId: string): number | undefined {
    const entries = this.entries.filter((entry) => entry.diaryId === diaryId);
    const underWay = entries.some(
      (entry) =>
        latest(entry).acknowledgedAt === Infinity || (entry.doomed && entry.goneAt === undefined),
    );
    return underWay ? undefined : entries.reduce((sum, { touches }) => sum + touches, 0);
  }

  /** What is wrong with an answer, a line for each fault. */
  faultsOf(answer: readonly Seen[], asked: Asked): string[] {
    return answer.flatMap((seen) => this.#faultsOfOne(seen, asked));
  }

  #faultsOfOne(seen: Seen, { begunAt, diaryIds, tag, excludeSuperseded }: Asked): string[] {
    const faults: string[] = [];
    if (!diaryIds.includes(seen.diaryId)) faults.push('is of another diary');
    if (tag !== undefined && !seen.tags.includes(tag)) faults.push(`has no tag ${tag}`);
    const known = this.#entries.get(seen.id);
    if (known === undefined) {
      this.#early.add(seen.id);
    } else {
      const before = (time: number | undefined) => time !== undefined && time < begunAt;
      if (before(known.goneAt)) faults.push('was gone before');
      if (excludeSuperseded === true && before(known.supersededAt)) {
        faults.push('was superseded before');
      }
      const last = known.versions.findLastIndex(({ acknowledgedAt }) => acknowledgedAt < begunAt);
      const possible = known.versions.slice(Math.max(last, 0));
      if (!possible.some((one) => one.content === seen.content && one.title === seen.title)) {
        faults.push('says what it does not say any more, or never did');
      }
    }
    return faults.map((fault) => `${seen.id} ${fault}`);
  }
}

/** Whether an answer to what is asked now must have it, if nobody begins to change it meanwhile. */
export function isCertain(entry: Known): boolean {
  return !entry.doomed && !entry.removable && latest(entry).acknowledgedAt < Infinity;
}

/** What an entry says last. */
export function latest({ versions }: Known): Version {
  const version = versions.at(-1);
  if (version === undefined) throw new Error('an entry says something');
  return version;
}
