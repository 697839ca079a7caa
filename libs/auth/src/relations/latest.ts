import type { RelationChange } from '../ory/relations.ts';

/**
 * The last of several changes to one tuple: it alone says what is to be, and one call of Keto, which
 * makes its inserts before its deletes, must not hold a tuple twice.
 */
export function latest<C extends RelationChange>(changes: readonly C[]): C[] {
  const byTuple = new Map<string, C>();
  for (const change of changes) {
    const { namespace, object, relation, subjectSet } = change.tuple;
    const subject = [subjectSet.namespace, subjectSet.object, subjectSet.relation];
    byTuple.set(JSON.stringify([namespace, object, relation, ...subject]), change);
  }
  return [...byTuple.values()];
}
