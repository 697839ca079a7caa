import { Type, type Static } from 'typebox';
import type { Context } from '../../context.ts';
import { badRequest, notFound } from '../../errors.ts';
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
export const relationQuery = {
  namespace: Type.Optional(name),
  object: Type.Optional(name),
  relation: Type.Optional(name),
  subject_id: Type.Optional(name),
  'subject_set.namespace': Type.Optional(name),
  'subject_set.object': Type.Optional(name),
  'subject_set.relation': Type.Optional(name),
};

const _relationQuery = Type.Object(relationQuery);
type RelationQuery = Static<typeof _relationQuery>;

/** @throws OryError 400 when the subject is incomplete or named twice. */
export function parseQuery(query: RelationQuery): TupleQuery {
  const { namespace, object, relation, subject_id } = query;
  const set = [
    query['subject_set.namespace'],
    query['subject_set.object'],
    // Left out it is empty: an object rather than the members of one of its relations.
    query['subject_set.relation'] ?? '',
  ] as const;
  const hasSet = query['subject_set.namespace'] !== undefined;
  if (hasSet !== (query['subject_set.object'] !== undefined))
    throw badRequest('A subject set has a namespace and an object.');
  return {
    namespace,
    object,
    relation,
    subject: parseOptionalSubject({
      subject_id,
      subject_set: hasSet
        ? { namespace: set[0] ?? '', object: set[1] ?? '', relation: set[2] }
        : undefined,
    }),
  };
}

/** @throws OryError 400 unless the query names one tuple whole. */
export function parseTupleQuery(query: RelationQuery): Tuple {
  const { namespace, object, relation, subject } = parseQuery(query);
  if (namespace === undefined || object === undefined || relation === undefined)
    throw badRequest('namespace, object and relation have to be specified.');
  if (subject === undefined) throw badRequest('Subject has to be specified.');
  return { namespace, object, relation, subject };
}

export function parseTuple(body: Static<typeof relationshipBody>): Tuple {
  const { namespace, object, relation } = body;
  return { namespace, object, relation, subject: parseSubject(body) };
}

/**
 * Keto takes any relation name and finds out at the check; here a misspelt one is refused when it
 * is written.
 *
 * @throws OryError 404 for an unknown namespace, 400 for an unknown relation.
 */
export function assertModelled({ project }: Context, tuple: Tuple): void {
  const { model } = project.permissions;
  const names: [string, string][] = [[tuple.namespace, tuple.relation]];
  if (tuple.subject.namespace !== '') names.push([tuple.subject.namespace, tuple.subject.relation]);
  for (const [index, [namespace, relation]] of names.entries()) {
    const definition = model.get(namespace);
    if (definition === undefined) throw notFound(`Unknown namespace "${namespace}".`);
    const isObject = index === 1 && relation === '';
    if (!isObject && !definition.relations.has(relation))
      throw badRequest(`Relation "${relation}" does not exist in namespace "${namespace}".`);
  }
}

/** @throws OryError 400 when the namespace has neither such a relation nor such a permission. */
export function assertCheckable({ project }: Context, tuple: Tuple): void {
  const definition = project.permissions.model.get(tuple.namespace);
  if (definition === undefined) return;
  if (definition.relations.has(tuple.relation) || definition.permits.has(tuple.relation)) return;
  throw badRequest(`Relation "${tuple.relation}" does not exist in "${tuple.namespace}".`);
}
