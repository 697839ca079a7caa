import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { METADATA_PATH } from '../../auth/challenge.ts';
import type { AllowedOrigins } from '../../network/allowed-origins.ts';

const METHODS = ['GET', 'POST', 'DELETE'];
const REQUEST_HEADERS = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Last-Event-ID',
  'Mcp-Method',
  'Mcp-Name',
  'MCP-Protocol-Version',
  'Mcp-Session-Id',
  'X-Client-Id',
  'X-Client-Secret',
  'X-Request-Id',
];
const RESPONSE_HEADERS = [
  'Mcp-Session-Id',
  'MCP-Protocol-Version',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
];

/** Lets web pages of allowed origins call us; discovery metadata is for any of them. */
export async function registerCors(app: FastifyInstance, allowed: AllowedOrigins): Promise<void> {
  await app.register(cors, {
    delegator: (request, answer) => {
      const discovery = request.url?.startsWith(METADATA_PATH) === true;
      const { origin } = request.headers;
      answer(null, {
        origin: discovery ? '*' : origin !== undefined && allowed(origin),
        methods: METHODS,
        allowedHeaders: REQUEST_HEADERS,
        exposedHeaders: RESPONSE_HEADERS,
        maxAge: 600,
      });
    },
  });
}
