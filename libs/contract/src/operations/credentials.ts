import type { Operation } from '../operation.ts';
import {
  AgentKey,
  AgentKeyPage,
  AgentKeyParams,
  CreateAgentKeyBody,
  IssuedAgentKey,
} from '../schemas/agent-keys.ts';
import { pageQuery, Strict } from '../schemas/common.ts';
import { ClientCredentials } from '../schemas/agents.ts';

export const credentialsOperations = {
  rotateSecret: {
    method: 'POST',
    path: '/auth/rotate-secret',
    summary: 'Replace the OAuth2 secret; the old one and all its tokens stop working',
    tag: 'Credentials',
    auth: { scopes: ['key:manage'] },
    rateLimit: 'authenticated',
    responses: { 200: ClientCredentials },
    problems: ['UPSTREAM_ERROR'],
  },
  createAgentKey: {
    method: 'POST',
    path: '/agent-keys',
    summary: 'Issue a key with some of your scopes; its secret is shown once',
    tag: 'Credentials',
    auth: { scopes: ['key:manage'] },
    rateLimit: 'authenticated',
    idempotent: true,
    body: CreateAgentKeyBody,
    responses: { 201: IssuedAgentKey },
    problems: ['NOT_FOUND', 'CONFLICT'],
  },
  listAgentKeys: {
    method: 'GET',
    path: '/agent-keys',
    summary: 'The keys that you issued, newest first',
    tag: 'Credentials',
    auth: { scopes: ['key:manage'] },
    rateLimit: 'read',
    query: Strict(pageQuery),
    responses: { 200: AgentKeyPage },
  },
  rotateAgentKey: {
    method: 'POST',
    path: '/agent-keys/:id/rotate',
    summary: 'Replace the secret of a key; it gets its whole time again',
    tag: 'Credentials',
    auth: { scopes: ['key:manage'] },
    rateLimit: 'authenticated',
    params: AgentKeyParams,
    responses: { 200: IssuedAgentKey },
    problems: ['NOT_FOUND', 'CONFLICT'],
  },
  revokeAgentKey: {
    method: 'POST',
    path: '/agent-keys/:id/revoke',
    summary: 'End a key and every key that it issued',
    tag: 'Credentials',
    auth: { scopes: ['key:manage'] },
    rateLimit: 'authenticated',
    params: AgentKeyParams,
    responses: { 200: AgentKey },
    problems: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;
