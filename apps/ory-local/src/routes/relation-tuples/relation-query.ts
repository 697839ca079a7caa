import { Type, type Static } from 'typebox';
import { badRequest } from '../../errors.ts';
import type { TupleQuery } from '../../permissions/store.ts';
import { parseOptionalSubject, parseSubject, type Tuple } from '../../permissions/tuple.ts';

const name = Type.String({ maxLength: 255 });
const subjectSet = Type.Object({ namespace: name, object: name, relation: name });

/** `Relationship` in a body. */
export const relationshipBody = Type.Object({
  namespace: name,
  object: name,
  relation: name,
  subject_id: Type.Optional(name),
  subject_set: Type.Optional(subjectSet),
});

/** The same in a query string, where the parts of a subject set are parameters of their own. */
export const relationQuery = Type.Object({
  namespace: Type.Optional(name),
  object: Type.Optional(name),
  relation: Type.Optional(name),
  subject_id: Type.Optional(name),
  'subject_set.namespace': Type.Optional(name),
  'subject_set.object': Type.Optional(name),
  'subject_set.relation': Type.Optional(name),
});

type RelationQuery = Static<typeof relationQuery>;

/** @throws OryError 400 when the subject is incomplete or named twice. */
export function parseQuery(query: RelationQuery): TupleQuery {
  const { namespace, object, relation, subject_id } = query;
  const subject = parseOptionalSubject({ subject_id, subject_set: subjectSetOf(query) });
  return { namespace, object, relation, subject };
}

function subjectSetOf(query: RelationQuery): Static<typeof subjectSet> | undefined {
  const namespace = query['subject_set.namespace'];
  const object = query['subject_set.object'];
  if (namespace === undefined && object === undefined) return undefined;
  if (namespace === undefined || object === undefined)
    throw badRequest('A subject set has a namespace and an object.');
  // A relation that is left out is empty: the object itself.
  return { namespace, object, relation: query['subject_set.relation'] ?? '' };
}

/** @throws OryError 400 unless the query names one tuple whole. */
export function parseTupleQuery(query: RelationQuery): Tuple {
  const { namespace, object, relation, subject } = parseQuery(query);
  if (namespace === undefined || object === undefined || relation === undefined)
    throw badRequest('namespace, object and relation have to be specified.');
  if (subject === undefined) throw badRequest('Subject has to be specified.');
  return { namespace, object, relation, subject };
}

/** @throws OryError 400 unless the body names exactly one subject. */
export function parseTuple(body: Static<typeof relationshipBody>): Tuple {
  const { namespace, object, relation } = body;
  return { namespace, object, relation, subject: parseSubject(body) };
}
