import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../../operation-route.ts';

export function getCryptoIdentity(app: FastifyInstance): void {
  serve(app, 'getCryptoIdentity', async (request) => {
    const { identityId, publicKey, fingerprint } = principalOf(request);
    return { identityId, publicKey, fingerprint };
  });
}
