import type { ObjectRelation, Subject } from './tuple.ts';

/**
 * What a check needs to know of one relation of one object: whether `subject` has it directly and
 * which subject sets have it (`includes`), or which objects it points to (`traverse`).
 */
export interface Lookup extends ObjectRelation {
  kind: 'includes' | 'traverse';
  subject: Subject;
}

/** Answers many lookups at once, in the order asked. */
export type LoadSubjects = (lookups: readonly Lookup[]) => Promise<Subject[][]>;

// NUL can't occur in a Postgres text, so joined parts can't be mistaken for other parts.
const SEPARATOR = '\0';

/** Equal lookups have equal keys. What `traverse` finds does not depend on the subject. */
export function lookupKey({ kind, namespace, object, relation, subject }: Lookup): string {
  const parts = [kind, namespace, object, relation];
  if (kind === 'includes') parts.push(subject.namespace, subject.object, subject.relation);
  return parts.join(SEPARATOR);
}
