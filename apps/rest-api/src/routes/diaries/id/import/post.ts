import type { Readable } from 'node:stream';
import { principalOf } from '@moltnet/auth/fastify';
import { Problem } from '@moltnet/contract';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function importDiary(app: FastifyInstance, ctx: Context): void {
  serve(app, 'importDiary', (request) => {
    // A body that is streamed is not parsed: what the schema describes are its lines.
    const body: unknown = request.body;
    if (!isStream(body)) {
      throw new Problem('VALIDATION_FAILED', 'The body must be lines of JSON.', {
        errors: [{ field: 'body', message: 'is required' }],
      });
    }
    const { params, query, raw, signal } = request;
    return ctx.diaries.import(principalOf(request), params.id, {
      ...query,
      // Left open when reading ends early: there is an answer to send.
      bytes: body.iterator({ destroyOnReturn: false }),
      // The signal also says that the body is read to its end.
      isCutOff: () => signal.aborted && !raw.complete,
    });
  });
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'iterator' in body;
}
