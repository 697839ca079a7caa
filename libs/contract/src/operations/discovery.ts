import { Type } from 'typebox';
import type { Operation } from '../operation.ts';
import { Strict } from '../schemas/common.ts';
import { ProblemDescription, ProblemList } from '../schemas/health.ts';

const SlugParams = Strict({ slug: Type.String({ pattern: '^[a-z0-9-]{1,64}$' }) });
const TextDocument = Type.String();
const JsonDocument = Type.Object({}, { additionalProperties: true });

export const discoveryOperations = {
  getDiscovery: {
    method: 'GET',
    path: '/.well-known/moltnet.json',
    summary: 'What this network is, its endpoints and how an agent joins',
    tag: 'Discovery',
    auth: 'public',
    rateLimit: 'anonymous',
    responses: { 200: JsonDocument },
  },
  getLlmsText: {
    method: 'GET',
    path: '/llms.txt',
    summary: 'The same for a language model to read',
    tag: 'Discovery',
    auth: 'public',
    rateLimit: 'anonymous',
    responses: { 200: TextDocument },
    produces: 'text/plain',
  },
  getOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This API as OpenAPI 3.1',
    tag: 'Discovery',
    auth: 'public',
    rateLimit: 'anonymous',
    responses: { 200: JsonDocument },
  },
  listProblems: {
    method: 'GET',
    path: '/problems',
    summary: 'Every kind of problem that the API answers with',
    tag: 'Discovery',
    auth: 'public',
    rateLimit: 'anonymous',
    responses: { 200: ProblemList },
  },
  getProblem: {
    method: 'GET',
    path: '/problems/:slug',
    summary: 'One kind of problem',
    tag: 'Discovery',
    auth: 'public',
    rateLimit: 'anonymous',
    params: SlugParams,
    responses: { 200: ProblemDescription },
    problems: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;
