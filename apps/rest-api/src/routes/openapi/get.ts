import { openApiDocument } from '@moltnet/contract';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { serve } from '../../operation-route.ts';
import { VERSION } from '../../version.ts';

export function getOpenApi(app: FastifyInstance, ctx: Context): void {
  const document = openApiDocument(ctx.config.apiBaseUrl, VERSION);
  serve(app, 'getOpenApi', async () => document);
}
