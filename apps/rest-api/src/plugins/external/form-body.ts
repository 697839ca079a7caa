import { Problem } from '@moltnet/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

const MAX_FORM_BYTES = 16 * 1024;

/**
 * `application/x-www-form-urlencoded` as an object of strings. A parameter that is sent twice is
 * refused (RFC 6749 §3.2), which the usual parsers turn into a list.
 */
export const formBody = fp(async (app: FastifyInstance) => {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
    async (_request: FastifyRequest, text: string) => {
      const form: Record<string, string> = {};
      for (const [name, value] of new URLSearchParams(text)) {
        if (Object.hasOwn(form, name)) {
          throw new Problem('VALIDATION_FAILED', `${name.slice(0, 64)} is sent twice.`, {
            errors: [{ field: `body.${name.slice(0, 64)}`, message: 'is sent twice' }],
          });
        }
        Object.defineProperty(form, name, { value, enumerable: true });
      }
      return form;
    },
  );
});
