import { Problem } from '@moltnet/contract';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { operationOf } from '../operation-route.ts';

/**
 * Each operation takes the one media type that the contract names. Without this, every type that
 * any operation takes would be taken by all: a form or a text that a web page sends without asking
 * first (a "simple" request to CORS) would do as JSON.
 */
export const mediaTypes = fp(async (app: FastifyInstance) => {
  app.addHook('preParsing', async (request) => {
    const operation = operationOf(request);
    const header = request.headers['content-type'];
    if (!operation?.body || header === undefined) return;
    const wanted = operation.consumes ?? 'application/json';
    const given = header.split(';', 1)[0]?.trim().toLowerCase();
    if (given === wanted) return;
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `The body must be ${wanted}.`);
  });
});
