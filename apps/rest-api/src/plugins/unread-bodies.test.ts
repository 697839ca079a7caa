import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import Fastify from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { unreadBodies } from './unread-bodies.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A server that refuses before it has the body; a client that has sent the beginning of it. */
async function refused(patienceMs: number) {
  const app = Fastify({ forceCloseConnections: true });
  closing.push(() => app.close());
  await app.register(unreadBodies, { patienceMs });
  app.addHook('onRequest', async (request, reply) => {
    if (request.url === '/refused') await reply.status(403).send();
  });
  app.post('/*', async () => ({}));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  socket.on('error', () => undefined);
  const head = 'HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
  socket.write(`POST /refused ${head}content-length: 20\r\n\r\n{"a":1`);
  while (!received.includes('403')) await once(socket, 'data');
  return { socket, head, seen: () => received };
}

describe('a client whose body is refused while it sends', () => {
  test('sees the answer, may send the rest, and goes on with the connection', async () => {
    const { socket, head, seen } = await refused(10_000);
    socket.write(`${'x'.repeat(14)}POST / ${head}content-length: 2\r\n\r\n{}`);
    while (!seen().includes('200 OK')) await once(socket, 'data');
    expect(seen()).toMatch(/403[^]*200 OK/);
    socket.destroy();
  });

  test('has not all the time in the world for it', async () => {
    const { socket } = await refused(50);
    await new Promise((resolve) => socket.once('close', resolve));
    expect(socket.destroyed).toBe(true);
  });
});
