import type { RelationTuple } from '@moltnet/database';
import type {
  PermissionApi,
  Relationship,
  RelationshipApi,
  RelationshipApiGetRelationshipsRequest,
  Relationships,
} from '@ory/client';
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
  /** Every relation of a namespace. Reads all pages. */
  list(namespace: string): Promise<RelationTuple[]>;
  /** Whether each tuple's subject has its relation or permit; answers in the order of the question, in one call. */
  check(tuples: readonly RelationTuple[]): Promise<boolean[]>;
}

/** The most that Keto gives in one page is 1,000. */
const PAGE_SIZE = 1_000;

/** Keto reads and writes on ports of their own. */
export interface KetoApis {
  readonly reads: RelationshipApi;
  readonly writes: RelationshipApi;
  readonly permissions: PermissionApi;
}

export function createRelations({ reads, writes, permissions }: KetoApis, call: Caller): Relations {
  return {
    async apply(changes) {
      const relationshipPatch = changes.map(({ action, tuple }) => ({
        action,
        relation_tuple: relationship(tuple),
      }));
      await call(
        'keto.patchRelationships',
        (options) => writes.patchRelationships({ relationshipPatch }, options),
        { idempotent: true },
      );
    },
    async list(namespace) {
      const tuples: RelationTuple[] = [];
      for (let pageToken: string | undefined = ''; pageToken !== undefined;) {
        const request: RelationshipApiGetRelationshipsRequest = {
          namespace,
          pageSize: PAGE_SIZE,
          ...(pageToken !== '' && { pageToken }),
        };
        const page: Relationships = await call(
          'keto.getRelationships',
          (options) => reads.getRelationships(request, options),
          { idempotent: true },
        );
        tuples.push(...(page.relation_tuples ?? []).flatMap(tupleOf));
        pageToken = page.next_page_token || undefined;
      }
      return tuples;
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

/** None for a relation to a plain subject id, which MoltNet never writes. */
function tupleOf({ namespace, object, relation, subject_set: set }: Relationship): RelationTuple[] {
  if (set === undefined) return [];
  const { namespace: subjectNamespace, object: subjectObject, relation: subjectRelation } = set;
  const subjectSet = {
    namespace: subjectNamespace,
    object: subjectObject,
    relation: subjectRelation,
  };
  return [{ namespace, object, relation, subjectSet }];
}

function relationship({ namespace, object, relation, subjectSet }: RelationTuple): Relationship {
  return { namespace, object, relation, subject_set: { ...subjectSet } };
}
