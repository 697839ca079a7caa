import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

/** Kratos saves nothing when this refuses, and shows the text at the trait. */
export function validateSettingsHook(app: FastifyInstance, ctx: Context): void {
  serve(app, 'validateSettingsHook', async (request, reply) => {
    const { id, traits } = request.body.identity;
    const fault = await ctx.identity.humans.checkSettings({ id, traits: { ...traits } });
    if (fault === undefined) return null;
    const { trait, id: code, text } = fault;
    reply.status(422);
    const message = { id: code, text, type: 'validation' as const, context: {} };
    return { messages: [{ instance_ptr: `#/traits/${trait}`, messages: [message] }] };
  });
}
