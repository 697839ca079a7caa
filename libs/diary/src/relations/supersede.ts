import type { Principal } from '@moltnet/auth';
import type { Transaction } from '@moltnet/database';
import { newRelation, notOfTheDiary, writeRelations } from './write.ts';

/** One entry superseding another, and the field of the request that says so. */
export interface Supersession {
  readonly sourceId: string;
  readonly targetId: string;
  /** Such as `body.entries.3.supersedes.0`. */
  readonly field: string;
}

/**
 * Says, in the transaction that writes the new entries, that they supersede others of their diary:
 * accepted relations, decided by their author, after which the old ones name what superseded them.
 * The caller has made sure that the author may write the diary.
 * @throws Problem 400, naming each field: not an entry of this diary, or a cycle
 */
export async function supersedeEntries(
  tx: Transaction,
  author: Principal,
  diaryId: string,
  supersessions: readonly Supersession[],
): Promise<void> {
  const relations = supersessions.map(({ sourceId, targetId }) =>
    newRelation(author, { sourceId, targetId, relation: 'supersedes', status: 'accepted' }),
  );
  const written = await writeRelations(tx, diaryId, relations);
  const related = new Set(written.map(ends));
  const unrelated = supersessions.filter((supersession) => !related.has(ends(supersession)));
  if (unrelated.length > 0) throw notOfTheDiary(unrelated.map(({ field }) => field));
}

/** Callers may spell an id in upper case. */
function ends({ sourceId, targetId }: Pick<Supersession, 'sourceId' | 'targetId'>): string {
  return `${sourceId} ${targetId}`.toLowerCase();
}
