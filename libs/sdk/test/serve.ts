import { onTestFinished } from 'vitest';
import { createMoltNetClient } from '../src/index.ts';
import { apiServer, type Handler } from './api-server.ts';

/** A client of a server that answers by `handler` until the test is over. */
export async function serve(handler: Handler, timeoutMs = 5_000) {
  const server = await apiServer(handler);
  onTestFinished(server.close);
  const auth = { accessToken: 'token' };
  return { ...server, client: createMoltNetClient({ baseUrl: server.url, auth, timeoutMs }) };
}
