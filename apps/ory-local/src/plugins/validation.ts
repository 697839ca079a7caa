import { Ajv } from 'ajv';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

const strict = new Ajv({ strict: false });
/** What comes as text, in a query or a path: numbers are read from it, a lone value is a list. */
const coercing = new Ajv({ strict: false, coerceTypes: 'array', useDefaults: true });

/** Bodies are checked as they are; Fastify's own validator would make `"7"` of a 7 first. */
export const validation = fastifyPlugin(
  async (app: FastifyInstance) => {
    app.setValidatorCompiler(({ schema, httpPart }) => {
      const isText = httpPart === 'querystring' || httpPart === 'params';
      return (isText ? coercing : strict).compile(schema as object);
    });
  },
  { name: 'validation', fastify: '5.x' },
);
