import type { RelationTuple } from '@moltnet/database';
import type { PermissionApi, Relationship, RelationshipApi } from '@ory/client';
import { UpstreamUnavailableError } from '../upstream-error.ts';
import type { Caller } from './caller.ts';

export interface RelationChange {
  readonly action: 'insert' | 'delete';
  readonly tuple: RelationTuple;
}

/** Keto's relations and permission checks. */
export interface Relations {
  /**
   * Applies the changes in one transaction of Keto's, which makes its inserts before its deletes:
   * no tuple may be in it twice. Inserting what is there or deleting what is not changes nothing.
   */
  apply(changes: readonly RelationChange[]): Promise<void>;
  /** Whether each tuple's subject has its relation or permit; answers in the order of the question, in one call. */
  check(tuples: readonly RelationTuple[]): Promise<boolean[]>;
}

export function createRelations(
  relationships: RelationshipApi,
  permissions: PermissionApi,
  call: Caller,
): Relations {
  return {
    async apply(changes) {
      const relationshipPatch = changes.map(({ action, tuple }) => ({
        action,
        relation_tuple: relationship(tuple),
      }));
      await call(
        'keto.patchRelationships',
        (options) => relationships.patchRelationships({ relationshipPatch }, options),
        { idempotent: true },
      );
    },
    async check(tuples) {
      const operation = 'keto.batchCheckPermission';
      const { results } = await call(
        operation,
        (options) =>
          permissions.batchCheckPermission(
            { batchCheckPermissionBody: { tuples: tuples.map(relationship) } },
            options,
          ),
        { idempotent: true },
      );
      if (results.length !== tuples.length) {
        throw new UpstreamUnavailableError({ operation, reason: 'answers do not match questions' });
      }
      return results.map(({ allowed, error }) => {
        // "Could not be decided" must not pass for "no": a denial shows as 404 to the caller.
        if (error) throw new UpstreamUnavailableError({ operation, reason: 'undecided' });
        return allowed;
      });
    },
  };
}

function relationship({ namespace, object, relation, subjectSet }: RelationTuple): Relationship {
  return { namespace, object, relation, subject_set: { ...subjectSet } };
}
