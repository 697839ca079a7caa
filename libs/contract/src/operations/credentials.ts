import type { Operation } from '../operation.ts';
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
} as const satisfies Record<string, Operation>;
