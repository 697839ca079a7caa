import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { INVALID_REQUEST, jsonRpcError } from '../../protocol/json-rpc.ts';

/** `POST /messages?sessionId=`: a message into a session of `/sse`; the answer goes to its stream. */
export function messagesRoute(app: FastifyInstance, { sessions }: Context): void {
  app.post<{ Querystring: { sessionId?: unknown } }>('/messages', async (request, reply) => {
    const caller = callerOf(request);
    const { sessionId } = request.query;
    const id = typeof sessionId === 'string' ? sessionId : undefined;
    const transport = sessions.find(id, caller.extra.subject);
    try {
      // With the credential of this message, not of the stream: tokens are renewed meanwhile.
      await transport.handleMessage(request.body, { authInfo: caller });
    } catch {
      return reply.code(400).send(jsonRpcError(INVALID_REQUEST, 'Not a JSON-RPC message'));
    }
    return reply.code(202).type('text/plain').send('Accepted');
  });
}
