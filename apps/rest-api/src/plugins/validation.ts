import { Problem } from '@moltnet/contract';
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { fieldErrors } from './field-errors.ts';

// ajv-formats is CommonJS whose types only describe the default export.
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

/** Beyond this many characters only the first fault is named: collecting all costs memory per fault. */
const COLLECT_ALL_BELOW = 64 * 1024;

type Schema = Record<string, unknown>;

function validators(coerceTypes: false | 'array') {
  const make = (allErrors: boolean) => {
    const ajv = new Ajv({
      useDefaults: true,
      strict: true,
      strictTypes: false,
      coerceTypes,
      allErrors,
    });
    addFormats(ajv);
    return ajv;
  };
  return { quick: make(false), thorough: make(true) };
}

/** The array-typed properties of a query schema: `tags=a,b` and `tags=a&tags=b` mean the same. */
function listProperties(schema: Schema): string[] {
  const properties = (schema['properties'] ?? {}) as Record<string, { type?: string }>;
  return Object.keys(properties).filter((name) => properties[name]?.type === 'array');
}

function splitLists(query: Record<string, unknown>, names: readonly string[]): void {
  for (const name of names) {
    const value = query[name];
    if (value === undefined) continue;
    query[name] = [value].flat().flatMap((part) => String(part).split(','));
  }
}

/**
 * Whether a parsed body holds fewer than COLLECT_ALL_BELOW characters, found without serialising
 * it, and without recursion: a body can be nested deeper than the stack is.
 */
function isSmall(body: unknown): boolean {
  let left = COLLECT_ALL_BELOW;
  const waiting = [body];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    left -= typeof value === 'string' ? value.length : 8;
    if (left <= 0) return false;
    if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) waiting.push(item);
    }
  }
  return true;
}

/**
 * Validation at the edge: bodies exactly as typed (no coercion), paths and queries coerced from
 * their text. Unknown fields, wrong types and bounds are 400 `VALIDATION_FAILED` naming each field.
 */
export const validation = fp(async (app: FastifyInstance) => {
  const exact = validators(false);
  const coerced = validators('array');

  app.setValidatorCompiler<Schema>(({ schema, httpPart }) => {
    const isBody = httpPart === 'body';
    const { quick, thorough } = isBody ? exact : coerced;
    const lists = httpPart === 'querystring' ? listProperties(schema) : [];
    const passes = quick.compile(schema);
    const collect = thorough.compile(schema);
    return (value: unknown) => {
      splitLists(value as Record<string, unknown>, lists);
      if (passes(value)) return { value };
      if (isBody && !isSmall(value)) return { error: passes.errors ?? [] };
      collect(value);
      return { error: collect.errors ?? [] };
    };
  });

  app.setSchemaErrorFormatter((errors, part) => {
    const fields = fieldErrors(part === 'querystring' ? 'query' : part, errors);
    const detail = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
    return new Problem('VALIDATION_FAILED', `${detail.slice(0, 1_000)}.`, { errors: fields });
  });
});
