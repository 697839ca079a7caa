import { describe, expect, test } from 'vitest';
import { openApiDocument } from './openapi.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { PROBLEMS } from './problems.ts';

const operations = Object.entries<Operation>(OPERATIONS);

/** Every object schema below `schema`. */
function objects(schema: unknown): Record<string, unknown>[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const self = 'properties' in schema ? [schema as Record<string, unknown>] : [];
  return [...self, ...Object.values(schema).flatMap(objects)];
}

describe('operations', () => {
  test('no two share a method and path', () => {
    const routes = operations.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  test.each(operations)('%s describes exactly the parameters of its path', (_, operation) => {
    const inPath = [...operation.path.matchAll(/:(\w+)/g)].map((match) => match[1]);
    const params = operation.params as { properties?: object } | undefined;
    expect(Object.keys(params?.properties ?? {})).toEqual(inPath);
  });

  test.each(operations.filter(([, { auth }]) => auth !== 'webhook'))(
    '%s refuses unknown fields at every depth of body and query',
    (_, operation) => {
      for (const schema of [...objects(operation.body), ...objects(operation.query)]) {
        expect(schema).toMatchObject({ additionalProperties: false });
      }
    },
  );

  test.each(operations.filter(([, { path }]) => path !== '/health' && !path.startsWith('/hooks')))(
    '%s is rate limited',
    (_, operation) => {
      expect(operation.rateLimit).toBeDefined();
    },
  );

  // One that needs a token is counted by identity, one that does not by address.
  const ofStrangers = new Set([
    'address',
    'anonymous',
    'registration',
    'recovery',
    'publicVerify',
    'publicSearch',
  ]);
  test.each(operations.filter(([, { rateLimit }]) => rateLimit !== undefined))(
    '%s is in a group of its kind of caller',
    (_, { auth, rateLimit }) => {
      expect(ofStrangers.has(rateLimit ?? '')).toBe(auth === 'public');
    },
  );

  test.each(operations.filter(([, { method, auth }]) => method === 'GET' && auth !== 'public'))(
    '%s is limited as a read',
    (_, { rateLimit }) => {
      expect(rateLimit).toBe('read');
    },
  );
});

/** Repeated without a key they change nothing: who is a member already is one. */
const REPEATABLE = new Set(['addGroupMember']);

test.each(
  operations.filter(
    ([id, { method, responses }]) => method === 'POST' && 201 in responses && !REPEATABLE.has(id),
  ),
)('%s creates, and honours Idempotency-Key', (_, { idempotent }) => {
  expect(idempotent).toBe(true);
});

describe('openApiDocument', () => {
  const document = openApiDocument('http://127.0.0.1:8080', '1.2.3') as {
    openapi: string;
    paths: Record<
      string,
      Record<string, { operationId: string; security: unknown[]; responses: object }>
    >;
  };
  const described = Object.values(document.paths).flatMap((path) => Object.values(path));

  test('is OpenAPI 3.1 and plain JSON', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test('holds every operation once', () => {
    expect(described.map(({ operationId }) => operationId).sort()).toEqual(
      Object.keys(OPERATIONS).sort(),
    );
  });

  test('an operation with scopes can answer 401, 403 and 503', () => {
    const guarded = described.filter(({ security }) => JSON.stringify(security).includes('oauth2'));
    expect(guarded.length).toBeGreaterThan(0);
    for (const { responses } of guarded) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '503']));
    }
  });
});

test('every problem has its own slug', () => {
  const slugs = Object.values(PROBLEMS).map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(slugs.length);
});
