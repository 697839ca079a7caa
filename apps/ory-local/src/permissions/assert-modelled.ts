import { badRequest, notFound } from '../errors.ts';
import type { PermissionModel } from './model.ts';
import type { Tuple } from './tuple.ts';

/**
 * Refuses a tuple that the model knows nothing of. Keto takes any relation name and finds out at
 * the check; here a misspelt one is refused when it is written.
 *
 * @throws OryError 404 for an unknown namespace, 400 for an unknown relation.
 */
export function assertModelled(model: PermissionModel, { subject, ...object }: Tuple): void {
  assertRelation(model, object.namespace, object.relation);
  if (subject.namespace === '') return;
  if (subject.relation !== '') assertRelation(model, subject.namespace, subject.relation);
  else if (!model.has(subject.namespace)) throw unknownNamespace(subject.namespace);
}

/**
 * An unknown namespace can be checked, and the answer is no.
 *
 * @throws OryError 400 when the namespace has neither such a relation nor such a permission.
 */
export function assertCheckable(model: PermissionModel, { namespace, relation }: Tuple): void {
  const permits = model.get(namespace)?.permits;
  if (permits !== undefined && !permits.has(relation)) assertRelation(model, namespace, relation);
}

function assertRelation(model: PermissionModel, namespace: string, relation: string): void {
  const definition = model.get(namespace);
  if (definition === undefined) throw unknownNamespace(namespace);
  if (!definition.relations.has(relation))
    throw badRequest(`Relation "${relation}" does not exist in namespace "${namespace}".`);
}

const unknownNamespace = (name: string): Error => notFound(`Unknown namespace "${name}".`);
