import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Nullable, Page, pageQuery, Strict, Timestamp, Uuid } from './common.ts';

export const RELATION_KINDS = [
  'supersedes',
  'elaborates',
  'contradicts',
  'supports',
  'caused_by',
  'references',
] as const;
const RelationKind = Type.Enum([...RELATION_KINDS]);

export const RELATION_STATUSES = ['proposed', 'accepted', 'rejected'] as const;
const RelationStatus = Type.Enum([...RELATION_STATUSES]);

/** What a new relation can be: to reject one, there must be one. */
const NewRelationStatus = Type.Enum(['proposed', 'accepted']);

export const CreateRelationBody = Strict(
  {
    targetId: Uuid,
    relation: RelationKind,
    status: Type.Optional(NewRelationStatus),
  },
  { title: 'CreateRelationBody' },
);
export type CreateRelationInput = Static<typeof CreateRelationBody>;

export const PatchRelationBody = Strict({ status: RelationStatus }, { title: 'PatchRelationBody' });
export const RelationParams = Strict({ id: Uuid });

const relationFields = {
  id: Uuid,
  sourceId: Uuid,
  targetId: Uuid,
  relation: RelationKind,
  status: RelationStatus,
  sourceCidSnapshot: Type.String({ description: 'contentHash of the source when it was related' }),
  targetCidSnapshot: Type.String(),
  workflowId: Nullable(Type.String()),
  confidence: Nullable(Type.Number()),
  similarity: Nullable(Type.Number()),
  proposedBy: Uuid,
  decidedBy: Nullable(Uuid),
  createdAt: Timestamp,
  updatedAt: Timestamp,
};
export const Relation = Type.Object(relationFields, { title: 'Relation' });
export type Relation = Static<typeof Relation>;

const depth = Type.Integer({
  minimum: 1,
  maximum: LIMITS.relations.depth,
  description: 'Steps from the entry; its own relations are one step away',
});

/** A relation and how it was come to. */
export const ReachedRelation = Type.Object(
  {
    ...relationFields,
    depth,
    parentRelationId: Nullable({
      ...Uuid,
      description: 'The relation one step nearer; null for those of the entry itself',
    }),
  },
  { title: 'ReachedRelation' },
);
export type ReachedRelation = Static<typeof ReachedRelation>;
export const RelationPage = Page(ReachedRelation);

export const ListRelationsQuery = Strict({
  relation: Type.Optional(RelationKind),
  status: Type.Optional(RelationStatus),
  direction: Type.Optional(
    Type.Enum(['as_source', 'as_target', 'both'], {
      description: 'Which end the entry is, and at every further step the one before',
    }),
  ),
  depth: Type.Optional(depth),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: LIMITS.relations.page.max,
      default: LIMITS.relations.page.default,
    }),
  ),
  cursor: pageQuery.cursor,
});
export type ListRelationsQuery = Static<typeof ListRelationsQuery>;

/** What `expand=relations` adds to an entry. */
export const ExpandedRelations = Type.Object(
  {
    requestedDepth: depth,
    maxDepth: Type.Integer({ minimum: 0, description: 'The depth of the farthest item' }),
    items: Type.Array(ReachedRelation, {
      description: `The first ${LIMITS.relations.page.max}, nearest first, then newest`,
    }),
  },
  { title: 'ExpandedRelations' },
);
export type ExpandedRelations = Static<typeof ExpandedRelations>;

/** How an entry is to be answered. */
export const GetEntryQuery = Strict({
  expand: Type.Optional(Type.Enum(['relations'])),
  depth: Type.Optional({ ...depth, description: 'Of the relations, where they are expanded' }),
});
export type GetEntryQuery = Static<typeof GetEntryQuery>;
