import type { RelationTuple } from '@moltnet/database';

/** A relation as Zanzibar and Keto's command line write it: `Diary:<id>#readers@Group:<id>#members`. */
export function tupleText({ namespace, object, relation, subjectSet }: RelationTuple): string {
  const set = subjectSet.relation === '' ? '' : `#${subjectSet.relation}`;
  return `${namespace}:${object}#${relation}@${subjectSet.namespace}:${subjectSet.object}${set}`;
}
