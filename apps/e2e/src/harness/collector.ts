import { appendFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface Collector {
  /** What `OTLP_ENDPOINT` is set to. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** What the collector of a run has been sent, one report a line. */
export const telemetryFile = (run: string): string => join(run, 'logs', 'telemetry');

/**
 * An OTLP/HTTP collector on loopback. What it is sent stands in the logs of the run, where it is
 * searched for secrets with all the rest.
 */
export async function startCollector(run: string): Promise<Collector> {
  const file = telemetryFile(run);
  writeFileSync(file, '');
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    appendFileSync(file, `${text}\n`);
    response.setHeader('content-type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
