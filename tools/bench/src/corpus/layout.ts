import { randomStream } from '@moltnet/embedding/testing';

import { idAt } from './ids.ts';

/** Agents that write the entries. */
const AGENTS = 1_000;
/** Diaries of a team that are searched together. */
const SHARED_DIARIES = 50;
const SMALL_DIARIES = AGENTS - SHARED_DIARIES;

/** The corpus ends here and goes back for a year; fixed, or no two would be alike. */
const END = Date.UTC(2026, 0, 1);
const SPAN_MS = 365 * 86_400_000;

/** One of 20 is superseded by a later one. */
const SUPERSEDED_EVERY = 20;

export interface Place {
  readonly id: string;
  readonly diaryId: string;
  readonly authorId: string;
  readonly supersededBy: string | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/**
 * Whose the entries are and when they were written: four of ten are in one huge diary, one of ten in
 * the 50 that a team shares, the rest in 950 small ones of an agent each. The huge one, the shared
 * ones and the first of the small ones are one team's, which a search can reach.
 */
export class Layout {
  readonly size: number;
  readonly teamId: string;
  readonly agentIds: readonly string[];
  readonly hugeDiaryId: string;
  readonly sharedDiaryIds: readonly string[];
  readonly smallDiaryIds: readonly string[];
  readonly #seed: number;

  constructor(seed: number, size: number) {
    this.#seed = seed;
    this.size = size;
    const random = randomStream(seed + 2);
    const ids = (count: number) =>
      Array.from({ length: count }, () => idAt(END - SPAN_MS - 1, random));
    this.agentIds = ids(AGENTS);
    [this.teamId, this.hugeDiaryId] = ids(2) as [string, string];
    this.sharedDiaryIds = ids(SHARED_DIARIES);
    this.smallDiaryIds = ids(SMALL_DIARIES);
  }

  /** What the team has. */
  get teamDiaryIds(): readonly string[] {
    return [this.hugeDiaryId, ...this.sharedDiaryIds, this.smallDiaryIds[0]!];
  }

  place(index: number): Place {
    const { diaryId, author, stride } = this.#diaryOf(index);
    const next = index + stride;
    const superseded = index % SUPERSEDED_EVERY === index % 7 && next < this.size;
    return {
      id: this.#idOf(index),
      diaryId,
      authorId: this.agentIds[author]!,
      supersededBy: superseded ? this.#idOf(next) : null,
      createdAt: this.#createdAt(index),
    };
  }

  /** The diary of an entry, and how many entries further on the next of the same diary is. */
  #diaryOf(index: number): { diaryId: string; author: number; stride: number } {
    const [ten, one] = [Math.floor(index / 10), index % 10];
    if (one < 4) return { diaryId: this.hugeDiaryId, author: index % AGENTS, stride: 10 };
    if (one === 4) {
      const shared = ten % SHARED_DIARIES;
      const stride = 10 * SHARED_DIARIES;
      return { diaryId: this.sharedDiaryIds[shared]!, author: index % AGENTS, stride };
    }
    const small = (ten * 5 + one - 5) % SMALL_DIARIES;
    const stride = SMALL_DIARIES * 2;
    return { diaryId: this.smallDiaryIds[small]!, author: SHARED_DIARIES + small, stride };
  }

  #createdAt(index: number): number {
    return END - Math.floor(((this.size - index) / this.size) * SPAN_MS);
  }

  #idOf(index: number): string {
    return idAt(this.#createdAt(index), randomStream(this.#seed * 31 + index));
  }
}
