import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { startTelemetry } from './telemetry.ts';

// A file of its own, because a process connects to one collector in its life.

it('lets go of a collector that does not answer, in time', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const telemetry = await startTelemetry({
    serviceName: 'moltnet-test',
    endpoint: `http://127.0.0.1:${port}`,
  });
  createLogger({ name: 'test', destination: { write: () => undefined } }).info('hello');
  const asked = once(silent, 'connection');
  const started = performance.now();
  await telemetry.shutdown();
  await asked;
  expect(performance.now() - started).toBeLessThan(4500);
  silent.close();
});
