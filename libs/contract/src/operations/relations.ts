import { Type } from 'typebox';
import type { Operation } from '../operation.ts';
import { EntryParams } from '../schemas/entries.ts';
import {
  CreateRelationBody,
  ListRelationsQuery,
  PatchRelationBody,
  Relation,
  RelationPage,
  RelationParams,
} from '../schemas/relations.ts';

export const relationsOperations = {
  createRelation: {
    method: 'POST',
    path: '/entries/:id/relations',
    summary: 'Relate an entry to another of its diary; 200 where it is so already',
    tag: 'Relations',
    auth: { scopes: ['diary:write'] },
    rateLimit: 'authenticated',
    idempotent: true,
    params: EntryParams,
    body: CreateRelationBody,
    responses: { 200: Relation, 201: Relation },
    problems: ['NOT_FOUND', 'CONFLICT'],
  },
  listRelations: {
    method: 'GET',
    path: '/entries/:id/relations',
    summary: 'How an entry stands to others, and those to others again; nearest first, then newest',
    tag: 'Relations',
    auth: { scopes: ['diary:read'] },
    rateLimit: 'read',
    params: EntryParams,
    query: ListRelationsQuery,
    responses: { 200: RelationPage },
    problems: ['NOT_FOUND'],
  },
  updateRelation: {
    method: 'PATCH',
    path: '/relations/:id',
    summary: 'Accept or reject a relation, or leave it open again',
    tag: 'Relations',
    auth: { scopes: ['diary:write'] },
    rateLimit: 'authenticated',
    params: RelationParams,
    body: PatchRelationBody,
    responses: { 200: Relation },
    problems: ['NOT_FOUND'],
  },
  deleteRelation: {
    method: 'DELETE',
    path: '/relations/:id',
    summary: 'Delete a relation; the entries stay',
    tag: 'Relations',
    auth: { scopes: ['diary:write'] },
    rateLimit: 'authenticated',
    params: RelationParams,
    responses: { 204: Type.Null() },
    problems: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;
