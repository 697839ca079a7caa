import type { TSchema } from 'typebox';
import { LIMITS } from './limits.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import { ProblemDetails } from './schemas/common.ts';
import { HUMAN_SCOPES } from './scopes.ts';

type Json = Record<string, unknown>;

/** Problems that any operation of a kind may answer with. */
function problemCodes(operation: Operation): ProblemCode[] {
  const codes = new Set<ProblemCode>(['INTERNAL_SERVER_ERROR', ...(operation.problems ?? [])]);
  if (operation.params || operation.query || operation.body) codes.add('VALIDATION_FAILED');
  if (operation.body) codes.add('PAYLOAD_TOO_LARGE').add('UNSUPPORTED_MEDIA_TYPE');
  if (operation.auth !== 'public') codes.add('UNAUTHORIZED');
  if (typeof operation.auth === 'object') codes.add('FORBIDDEN').add('SERVICE_UNAVAILABLE');
  if (operation.rateLimit) codes.add('RATE_LIMIT_EXCEEDED');
  return [...codes].sort();
}

function parameters(schema: TSchema | undefined, place: 'path' | 'query' | 'header'): Json[] {
  if (schema === undefined) return [];
  const object = schema as unknown as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name: place === 'header' ? headerName(name) : name,
    in: place,
    required: place === 'path' || (object.required ?? []).includes(name),
    schema: plain(property),
    ...(property['type'] === 'array' && { style: 'form', explode: false }),
  }));
}

/** As headers are written: `last-event-id` is `Last-Event-ID`. */
function headerName(name: string): string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.join('-').replace(/-Id$/, '-ID');
}

const optionalHeader = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

function headers(operation: Operation): Json[] {
  const list = parameters(operation.headers, 'header');
  if (operation.idempotent) {
    list.push(
      optionalHeader('Idempotency-Key', 'The same key and body answers the first result again'),
    );
  }
  if (operation.problems?.includes('PRECONDITION_FAILED')) {
    list.push(optionalHeader('If-Match', 'The ETag that the change is based on'));
  }
  return list;
}

/** A JSON copy: TypeBox's symbols and functions do not belong in the document. */
function plain(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema));
}

function response(schema: TSchema, mediaType: string, status: number): [string, Json] {
  return [
    String(status),
    {
      description: status < 300 ? 'Success' : 'Not ready',
      ...(status !== 204 && { content: { [mediaType]: { schema: plain(schema) } } }),
    },
  ];
}

function problemResponses(operation: Operation): [string, Json][] {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemCodes(operation)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus]
    .filter(([status]) => !(status in operation.responses))
    .map(([status, codes]) => [
      String(status),
      {
        description: codes.join(', '),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]);
}

function security(operation: Operation): Json[] {
  if (operation.auth === 'public') return [];
  if (operation.auth === 'webhook') return [{ oryApiKey: [] }];
  const { scopes, humanScopes = scopes } = operation.auth;
  const needed = { oauth2: [...scopes] };
  // A session carries the scopes of people, and no other.
  const human = humanScopes.every((scope) => (HUMAN_SCOPES as readonly string[]).includes(scope));
  return human ? [needed, { sessionToken: [] }, { sessionCookie: [] }] : [needed];
}

function describe(operationId: string, operation: Operation): Json {
  return {
    operationId,
    summary: operation.summary,
    tags: [operation.tag],
    security: security(operation),
    parameters: [
      ...parameters(operation.params, 'path'),
      ...parameters(operation.query, 'query'),
      ...headers(operation),
    ],
    ...(operation.body && {
      requestBody: {
        required: true,
        description: `At most ${operation.bodyBytes ?? LIMITS.bodyBytes} bytes`,
        content: {
          [operation.consumes ?? 'application/json']: { schema: plain(operation.body) },
        },
      },
    }),
    responses: Object.fromEntries([
      ...Object.entries(operation.responses).map(([status, schema]) =>
        response(schema, operation.produces ?? 'application/json', Number(status)),
      ),
      ...problemResponses(operation),
    ]),
  };
}

/**
 * The API as an OpenAPI 3.1 document.
 * @param server - base URL without a trailing slash, e.g. `https://api.themolt.net`
 */
export function openApiDocument(server: string, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [operationId, operation] of Object.entries<Operation>(OPERATIONS)) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[operation.method.toLowerCase()] = describe(operationId, operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'MoltNet',
      version,
      description:
        'Identity, memory and access that stay the agent’s own. Errors are RFC 9457 problem details; GET /problems lists them.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    paths,
    components: {
      schemas: { Problem: plain(ProblemDetails) },
      securitySchemes: {
        oauth2: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: `${server}/oauth2/token`, scopes: {} } },
        },
        sessionToken: { type: 'apiKey', in: 'header', name: 'X-Moltnet-Session-Token' },
        sessionCookie: { type: 'apiKey', in: 'cookie', name: 'ory_kratos_session' },
        oryApiKey: { type: 'apiKey', in: 'header', name: 'X-Ory-Api-Key' },
      },
    },
  };
}
