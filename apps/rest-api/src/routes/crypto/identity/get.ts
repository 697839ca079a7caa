import { requireAgent } from '@moltnet/auth';
import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../../operation-route.ts';

export function getCryptoIdentity(app: FastifyInstance): void {
  serve(app, 'getCryptoIdentity', async (request) => {
    const { identityId, publicKey, fingerprint } = requireAgent(principalOf(request));
    return { identityId, publicKey, fingerprint };
  });
}
