import { randomInt, randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { parseDuration } from '../../../tokens/duration.ts';

const body = Type.Object({
  identity_id: Type.String({ maxLength: 255 }),
  expires_in: Type.Optional(Type.String({ pattern: '^(\\d+(ms|s|m|h))+$', maxLength: 32 })),
  flow_type: Type.Optional(Type.Enum(['api', 'browser'])),
});

const DEFAULT_LIFESPAN = '1h';

/**
 * createRecoveryCodeForIdentity. The code is answered and not kept: the flow that would redeem it,
 * updateRecoveryFlow, is not served here. MoltNet's own recovery does not need it.
 */
export function createRecoveryCodeForIdentity(
  routes: Routes,
  { identities, baseUrl }: Context,
): void {
  routes.post('/admin/recovery/code', { schema: { body } }, async (request, reply) => {
    const { identity_id, expires_in = DEFAULT_LIFESPAN } = request.body;
    await identities.get(identity_id);
    const expiresAt = new Date(Date.now() + parseDuration(expires_in) * 1_000);
    return reply.code(201).send({
      recovery_link: `${baseUrl}/self-service/recovery?flow=${randomUUID()}`,
      recovery_code: String(randomInt(1_000_000)).padStart(6, '0'),
      expires_at: expiresAt.toISOString(),
    });
  });
}
