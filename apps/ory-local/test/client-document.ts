import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

const read = (name: string): string =>
  readFileSync(new URL(`./tls/${name}`, import.meta.url), 'utf8');

/** A web server on loopback whose only page is a client's metadata document. */
export interface DocumentServer {
  /** The client's id. */
  url: string;
  /** What the page answers. */
  answer: (response: ServerResponse) => void;
  /** How often it was asked. */
  asked: number;
  stop(): Promise<void>;
}

/** Answers a JSON document. */
export const json =
  (document: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(document));
  };

/** Trusted by this process from now on: its key is in the repository, and it is for loopback only. */
export async function startDocumentServer(): Promise<DocumentServer> {
  const cert = read('loopback.crt');
  setDefaultCACertificates([...getCACertificates('default'), cert]);
  const server = createServer({ cert, key: read('loopback.key') }, (_, response) => {
    page.asked += 1;
    page.answer(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const page: DocumentServer = {
    url: `https://localhost:${port}/client.json`,
    answer: (response) => response.writeHead(404).end(),
    asked: 0,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return page;
}
