import type { ExpandedPermissionTree } from '@ory/client';
import { toRelationship, type ObjectRelation, type Subject } from './tuple.ts';

/** All subjects of a relation, as stored; bounded by the store. */
export type ListSubjects = (relation: ObjectRelation) => Promise<Subject[]>;

type TreeType = ExpandedPermissionTree['type'];

const node = (
  type: TreeType,
  subject: Subject,
  children: ExpandedPermissionTree[] = [],
): ExpandedPermissionTree => ({
  type,
  // Keto names a node by its subject and leaves the tuple's left side empty.
  tuple: toRelationship({ namespace: '', object: '', relation: '', subject }),
  ...(children.length === 0 ? {} : { children }),
});

/**
 * The tree of who has a relation, by stored tuples alone; permits are not followed, as in Keto.
 *
 * @returns undefined when nobody has it.
 */
export async function expand(
  list: ListSubjects,
  relation: ObjectRelation,
  maxDepth: number,
): Promise<ExpandedPermissionTree | undefined> {
  const seen = new Set<string>();
  const visit = async (set: Subject, depth: number): Promise<ExpandedPermissionTree> => {
    const key = [set.namespace, set.object, set.relation].join('\0');
    if (set.relation === '' || depth <= 0 || seen.has(key)) return node('leaf', set);
    seen.add(key);
    const children: ExpandedPermissionTree[] = [];
    for (const subject of await list(set)) children.push(await visit(subject, depth - 1));
    return children.length === 0 ? node('leaf', set) : node('union', set, children);
  };
  const tree = await visit(relation, maxDepth);
  return tree.children === undefined ? undefined : tree;
}
