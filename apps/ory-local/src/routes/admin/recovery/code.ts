import { Type } from 'typebox';
import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { pageOf } from '../../../self-service/client.ts';
import { EMPTY_CONTENT } from '../../../self-service/flow.ts';
import { enterRecoveryCode } from '../../../self-service/messages.ts';
import { newRecoveryCode } from '../../../self-service/recovery-code.ts';
import { parseDuration } from '../../../tokens/duration.ts';

const body = Type.Object({
  identity_id: Type.String({ maxLength: 255 }),
  expires_in: Type.Optional(Type.String({ pattern: '^(\\d+(ms|s|m|h))+$', maxLength: 32 })),
  flow_type: Type.Optional(Type.Enum(['api', 'browser'])),
});

const DEFAULT_LIFESPAN = '1h';

/** createRecoveryCodeForIdentity: a code, and the flow in which it is redeemed once. */
export function createRecoveryCodeForIdentity(
  routes: Routes,
  { identities, flows, baseUrl }: Context,
): void {
  routes.post('/admin/recovery/code', { schema: { body } }, async (request, reply) => {
    const { identity_id, expires_in = DEFAULT_LIFESPAN, flow_type = 'browser' } = request.body;
    const { id: identityId } = await identities.get(identity_id);
    const code = newRecoveryCode();
    const flow = await flows.create({
      kind: 'recovery',
      type: flow_type,
      state: 'sent_email',
      requestUrl: `${baseUrl}/admin/recovery/code`,
      identityId,
      code,
      lifespan: parseDuration(expires_in),
      content: { ...EMPTY_CONTENT, messages: [enterRecoveryCode] },
    });
    return reply.code(201).send({
      recovery_link: pageOf(baseUrl, flow),
      recovery_code: code,
      expires_at: flow.expiresAt,
    });
  });
}
