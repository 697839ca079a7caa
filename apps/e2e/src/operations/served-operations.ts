import { apiAt, ok } from '../harness/http.ts';

/** The parts of an OpenAPI document that these tests read. */
export interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, DescribedOperation>>;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly security: Record<string, string[]>[];
  readonly responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

/** An operation as the running server describes it. */
export interface ServedOperation extends DescribedOperation {
  readonly method: string;
  /** With `{name}` for each parameter. */
  readonly path: string;
  readonly kind: 'public' | 'webhook' | 'guarded';
  /** What a token must carry; empty unless guarded. */
  readonly scopes: readonly string[];
}

/** Every operation in the OpenAPI document of the server that runs at `apiUrl`. */
export async function servedOperations(apiUrl: string): Promise<ServedOperation[]> {
  const document = ok(await apiAt(apiUrl)<Document>('GET /openapi.json'));
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const [scheme] = operation.security;
      const scopes = scheme?.['oauth2'] ?? [];
      const kind = scheme === undefined ? 'public' : 'oauth2' in scheme ? 'guarded' : 'webhook';
      return { ...operation, method: method.toUpperCase(), path, kind, scopes } as const;
    }),
  );
}
