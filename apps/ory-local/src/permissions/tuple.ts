import type { Relationship } from '@ory/client';
import { badRequest } from '../errors.ts';

/**
 * Who has a relation. `relation` is empty where the subject is an object itself
 * (`Agent:<id>`), and named where it is all who have that relation (`Group:<id>#members`).
 * `namespace` is empty for Keto's plain `subject_id`.
 */
export interface Subject {
  namespace: string;
  object: string;
  relation: string;
}

/** `namespace:object#relation`, the left side of a tuple. */
export interface ObjectRelation {
  namespace: string;
  object: string;
  relation: string;
}

export interface Tuple extends ObjectRelation {
  subject: Subject;
}

/** The parts of Ory's wire shape that name a subject; both or neither is the caller's mistake. */
export interface SubjectInput {
  subject_id?: string | undefined;
  subject_set?: { namespace: string; object: string; relation: string } | undefined;
}

/** @throws OryError 400 unless exactly one of `subject_id` and `subject_set` is there. */
export function parseSubject(input: SubjectInput): Subject {
  const subject = parseOptionalSubject(input);
  if (subject === undefined) throw badRequest('Subject has to be specified.');
  return subject;
}

/** @throws OryError 400 when both `subject_id` and `subject_set` are there. */
export function parseOptionalSubject(input: SubjectInput): Subject | undefined {
  if (input.subject_id !== undefined && input.subject_set !== undefined)
    throw badRequest('Provide either subject_id or subject_set, not both.');
  if (input.subject_set !== undefined) {
    const { namespace, object, relation } = input.subject_set;
    if (namespace === '') throw badRequest('subject_set.namespace must not be empty.');
    return { namespace, object, relation };
  }
  if (input.subject_id !== undefined)
    return { namespace: '', object: input.subject_id, relation: '' };
  return undefined;
}

/** The tuple in Ory's wire shape. */
export function toRelationship({ namespace, object, relation, subject }: Tuple): Relationship {
  return {
    namespace,
    object,
    relation,
    ...(subject.namespace === ''
      ? { subject_id: subject.object }
      : {
          subject_set: {
            namespace: subject.namespace,
            object: subject.object,
            relation: subject.relation,
          },
        }),
  };
}

export const sameSubject = (a: Subject, b: Subject): boolean =>
  a.namespace === b.namespace && a.object === b.object && a.relation === b.relation;
