import type { OPERATIONS, OperationId } from '@moltnet/contract';
import type { Static, TSchema } from 'typebox';

type Operations = typeof OPERATIONS;
type RouteOf<Id extends OperationId> = `${Operations[Id]['method']} ${Operations[Id]['path']}`;
type OperationOf<R extends Route> = {
  [Id in OperationId]: RouteOf<Id> extends R ? Operations[Id] : never;
}[OperationId];
type Part<R extends Route, Name extends string> =
  OperationOf<R> extends Record<Name, infer S extends TSchema> ? Static<S> : never;

/**
 * `METHOD /path` of an operation, spelt as in the contract. Only types are taken from there, so
 * that a path which drifts does not compile and no schema code reaches a browser.
 */
export type Route = { [Id in OperationId]: RouteOf<Id> }[OperationId];

export type Params<R extends Route> = Part<R, 'params'>;
export type Query<R extends Route> = Part<R, 'query'>;
export type Body<R extends Route> = Part<R, 'body'>;

type Responses<R extends Route> = OperationOf<R>['responses'];

/** What the operation answers when it succeeds, whichever success it is. */
export type Answer<R extends Route> = {
  [Status in keyof Responses<R> & (200 | 201 | 202)]: Responses<R>[Status] extends TSchema
    ? Static<Responses<R>[Status]>
    : never;
}[keyof Responses<R> & (200 | 201 | 202)];
