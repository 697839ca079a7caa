import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { createProtocolServer } from '../../protocol/server.ts';
import { selectTools } from '../../tools/registry.ts';

/** `GET /sse`: opens a session of the older HTTP+SSE transport; its messages go to `/messages`. */
export function sseRoute(app: FastifyInstance, { sessions, toolCaller }: Context): void {
  app.get('/sse', async (request, reply) => {
    const tools = selectTools(request.query);
    const { subject } = callerOf(request).extra;
    sessions.admit(subject);
    // The transport writes the head itself, so what the hooks have set must be on it by then.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.setHeader('x-accel-buffering', 'no');
    reply.hijack();
    await sessions.open(subject, reply.raw, createProtocolServer(tools, toolCaller));
  });
}
