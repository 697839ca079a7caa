import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';
import { toRelationship } from '../../permissions/tuple.ts';
import { pageQuery } from '../pagination.ts';
import { parseQuery, relationQuery } from './relation-query.ts';

const querystring = Type.Object({
  ...relationQuery.properties,
  ...pageQuery(100, 1000),
});

/** getRelationships */
export function getRelationships(routes: Routes, { tuples }: Context): void {
  routes.get('/relation-tuples', { schema: { querystring } }, async (request) => {
    const { page_size, page_token } = request.query;
    const page = await tuples.list(parseQuery(request.query), page_size, page_token);
    return {
      relation_tuples: page.tuples.map(toRelationship),
      next_page_token: page.nextPageToken,
    };
  });
}
