import { Problem, type Visibility } from '@moltnet/contract';
import type { RelationArrival } from '@moltnet/database';
import { LRUCache } from 'lru-cache';
import type { Relations } from '../ory/relations.ts';
import { reachesTeam } from '../tokens/binding.ts';
import type { Principal } from '../tokens/principal.ts';
import { UpstreamUnavailableError } from '../upstream-error.ts';
import { principalSubject, type Verb, VERBS } from './names.ts';
import { readableByAgents } from './visibility.ts';

/** What is needed of a diary to decide about it. */
export interface ProtectedDiary {
  readonly id: string;
  readonly teamId: string;
  readonly visibility: Visibility;
}

export interface PermissionsOptions {
  readonly relations: Pick<Relations, 'check'>;
  /** How long a permission that was given is remembered, in milliseconds; a refusal never is. */
  readonly cacheTtlMs: number;
  /** Most tuples that Keto takes in one batch check: its `limit.max_batch_check_size`. */
  readonly maxBatch?: number;
  /**
   * How far the relations between the identity and these diaries, and the entry that is shared with
   * it by itself where one is named, are on their way to Keto. While one
   * waits, as after Keto was down, a "no" does not count yet; just after one has arrived, it may be
   * older than that.
   */
  readonly arrival: (
    identityId: string,
    diaryIds: readonly string[],
    entryId?: string,
  ) => Promise<RelationArrival>;
}

/** By what a principal may do something with an entry. */
export type EntryAccess = 'diary' | 'share';

/** Decides what principals may do with diaries; an entry inherits its diary. */
export interface Permissions {
  /**
   * Passes when the principal may `verb` the diary. `null` stands for a diary that does not exist,
   * so that one that is missing and one that may not be read are the same case.
   * @throws Problem `NOT_FOUND` to who may not read it, on every verb; `FORBIDDEN` to who may read it
   *   and no more. UpstreamUnavailableError when it cannot be decided.
   */
  require<D extends ProtectedDiary>(
    principal: Principal,
    verb: Verb,
    diary: D | null | undefined,
  ): Promise<D>;
  /**
   * The same of an entry of the diary. The diary decides; beyond it an entry can be read that is
   * shared with the principal by itself, which the caller knows: only then Keto is asked about the
   * entry, too, in the same call.
   * @returns by what the principal may
   */
  requireEntry(
    principal: Principal,
    verb: Verb,
    diary: ProtectedDiary,
    entry: { readonly id: string; readonly shared: boolean },
  ): Promise<EntryAccess>;
  /**
   * What to do about a thing that does not exist: the same as about one that may not be read, and
   * for as long, so that neither the answer nor its time tells a stranger what exists.
   * @throws Problem `NOT_FOUND`; UpstreamUnavailableError when another thing could not be decided
   */
  absent(principal: Principal): Promise<never>;
  /** The diaries that the principal may read, in the order given; one call for all that are not known. */
  readable<D extends ProtectedDiary>(principal: Principal, diaries: readonly D[]): Promise<D[]>;
  /** Forgets every permission: after a relation was taken away. */
  clear(): void;
}

const MAX_REMEMBERED = 100_000;
/** A diary of this id is nobody's: ids are UUIDv7 (RFC 9562, 5.9). */
const NIL = '00000000-0000-0000-0000-000000000000';
/** As infra/ory sets it. */
const MAX_BATCH = 100;

export function createPermissions(options: PermissionsOptions): Permissions {
  const { relations, cacheTtlMs, maxBatch = MAX_BATCH, arrival } = options;
  /** `<identity> <diary>` → verbs that Keto allowed. */
  const allowed = new LRUCache<string, { verbs: ReadonlySet<Verb>; until: number }>({
    max: MAX_REMEMBERED,
  });
  /** Counts calls of `clear`, so that an answer from before one is not remembered after it. */
  let cleared = 0;

  /**
   * Asks Keto about pairs of diary and verb in as few calls as it takes, and remembers what is
   * allowed; then, where an entry is named, whether it may be read: the last answer, not remembered.
   */
  async function ask(
    principal: Principal,
    questions: readonly { diary: ProtectedDiary; verb: Verb }[],
    sharedEntryId?: string,
  ): Promise<boolean[]> {
    const epoch = cleared;
    const subjectSet = principalSubject(principal);
    const tuples = questions.map(({ diary, verb }) => ({
      namespace: 'Diary',
      object: diary.id,
      relation: verb as string,
      subjectSet,
    }));
    if (sharedEntryId !== undefined) {
      tuples.push({
        namespace: 'DiaryEntry',
        object: sharedEntryId,
        relation: 'read',
        subjectSet,
      });
    }
    const batches = Array.from({ length: Math.ceil(tuples.length / maxBatch) }, (_, index) =>
      tuples.slice(index * maxBatch, (index + 1) * maxBatch),
    );
    const answers = await Promise.all(batches.map((batch) => relations.check(batch)));
    const flat = answers.flat();
    if (epoch === cleared) remember(principal, questions, flat);
    return flat;
  }

  /** What was answered now replaces what was known: a verb that is gone does not live on beside the others. */
  function remember(
    principal: Principal,
    questions: readonly { diary: ProtectedDiary; verb: Verb }[],
    answers: readonly boolean[],
  ): void {
    const given = new Map<string, Set<Verb>>();
    for (const [index, { diary, verb }] of questions.entries()) {
      const key = keyOf(principal, diary);
      const verbs = given.get(key) ?? new Set();
      if (answers[index]) verbs.add(verb);
      given.set(key, verbs);
    }
    const until = Date.now() + cacheTtlMs;
    for (const [key, verbs] of given) allowed.set(key, { verbs, until });
  }

  function known(principal: Principal, verb: Verb, diary: ProtectedDiary): boolean {
    if (verb === 'read' && readableByAgents(diary.visibility)) return true;
    const kept = allowed.get(keyOf(principal, diary));
    return kept !== undefined && Date.now() < kept.until && kept.verbs.has(verb);
  }

  /**
   * The answers that count, where those about the `doubted` diaries were "no".
   * @throws UpstreamUnavailableError when Keto's "no" is not yet its last word
   */
  async function settled(
    principal: Principal,
    questions: readonly { diary: ProtectedDiary; verb: Verb }[],
    answers: boolean[],
    doubted: readonly ProtectedDiary[],
    sharedEntryId?: string,
  ): Promise<boolean[]> {
    if (doubted.length === 0) return answers;
    const ids = doubted.map(({ id }) => id);
    const state = await arrival(principal.identityId, ids, sharedEntryId);
    if (state === 'settled') return answers;
    if (state === 'arrived') return ask(principal, questions, sharedEntryId);
    throw new UpstreamUnavailableError({ operation: 'permissions', reason: 'relation waits' });
  }

  async function decide(
    principal: Principal,
    verb: Verb,
    diary: ProtectedDiary,
    sharedEntryId?: string,
  ): Promise<EntryAccess> {
    if (!reachesTeam(principal, diary.teamId)) return absent(principal);
    if (known(principal, verb, diary)) return 'diary';
    // All verbs at once: who may write usually reads next, and a refusal needs to know "read" too.
    const questions = VERBS.map((each) => ({ diary, verb: each }));
    const accessBy = (answers: readonly boolean[]): EntryAccess | undefined => {
      if (answers[VERBS.indexOf(verb)]) return 'diary';
      return verb === 'read' && isShared(answers) ? 'share' : undefined;
    };
    const first = await ask(principal, questions, sharedEntryId);
    const atOnce = accessBy(first);
    if (atOnce) return atOnce;
    const answers = await settled(principal, questions, first, [diary], sharedEntryId);
    const access = accessBy(answers);
    if (access) return access;
    const reads =
      readableByAgents(diary.visibility) || answers[VERBS.indexOf('read')] || isShared(answers);
    throw reads ? forbidden(verb) : notFound();
  }

  async function absent(principal: Principal): Promise<never> {
    const teamId = principal.credential?.teamId ?? NIL;
    await decide(principal, 'read', { id: NIL, teamId, visibility: 'private' });
    throw notFound();
  }

  return {
    absent,
    async require(principal, verb, diary) {
      if (!diary) return absent(principal);
      await decide(principal, verb, diary);
      return diary;
    },
    async requireEntry(principal, verb, diary, { id, shared }) {
      return decide(principal, verb, diary, shared ? id : undefined);
    },
    async readable(principal, all) {
      const diaries = all.filter(({ teamId }) => reachesTeam(principal, teamId));
      const unknown = diaries.filter((diary) => !known(principal, 'read', diary));
      const questions = unknown.map((diary) => ({ diary, verb: 'read' as const }));
      const first = await ask(principal, questions);
      const doubted = unknown.filter((_, index) => !first[index]);
      const answers = await settled(principal, questions, first, doubted);
      const refused = new Set(unknown.filter((_, index) => !answers[index]));
      return diaries.filter((diary) => !refused.has(diary));
    },
    clear() {
      cleared += 1;
      allowed.clear();
    },
  };
}

/** Whether Keto said that the entry named after all verbs of its diary may be read. */
function isShared(answers: readonly boolean[]): boolean {
  return answers[VERBS.length] === true;
}

function keyOf(principal: Principal, diary: ProtectedDiary): string {
  return `${principal.identityId} ${diary.id}`;
}

/** What a caller is told of a thing that does not exist, and of one that it may not read: the same. */
export function notFound(): Problem {
  return new Problem('NOT_FOUND', 'There is no such resource, or you may not read it.');
}

function forbidden(verb: Verb): Problem {
  return new Problem('FORBIDDEN', `Your role does not allow you to ${verb} this.`);
}
