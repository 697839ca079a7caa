import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { OryError } from '../errors.ts';

/** Every route of the scope answers only to `Authorization: Bearer <key>`, as on Ory Network. */
export const apiKey = fastifyPlugin(
  async (app: FastifyInstance, { key }: { key: string }) => {
    const expected = digest(key);
    app.addHook('onRequest', async ({ headers }) => {
      const [scheme, given] = (headers.authorization ?? '').split(' ');
      // Compared by digest: equal length, hence no time that tells of the key.
      const matches = timingSafeEqual(digest(given ?? ''), expected);
      if (scheme?.toLowerCase() !== 'bearer' || !matches)
        throw new OryError(
          401,
          'The request could not be authorized',
          'No valid API key found in the request.',
        );
    });
  },
  { name: 'api-key', fastify: '5.x' },
);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
