import { EXPORT_MEDIA_TYPE } from '@moltnet/contract';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/** Lines of JSON as the stream that they are: who takes them reads, bounds and parses them. */
export const lineBody = fp(async (app: FastifyInstance) => {
  app.addContentTypeParser(EXPORT_MEDIA_TYPE, (_request, payload, done) => done(null, payload));
});
