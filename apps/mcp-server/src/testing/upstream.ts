import { OPERATIONS, type Operation, type OperationId } from '@moltnet/contract';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Compile } from 'typebox/compile';
import * as samples from './samples.ts';

/** A request as the upstream got it. */
export interface Received {
  readonly operation: OperationId;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

/** Answers a request by itself; returning nothing leaves it to the sample. */
type Override = (received: Received, response: ServerResponse) => void | 'handled';

/**
 * What stands behind the MCP server: the REST API and Ory behind one address. It refuses whatever
 * the contract does not allow, and answers samples that the contract allows.
 */
export interface Upstream {
  readonly url: string;
  readonly received: Received[];
  /** Requests for the key set. */
  keyRequests: number;
  override: Override | undefined;
  /** An access token that verifies, with `claims` over the usual ones. */
  mint(claims?: Record<string, unknown>, expiresIn?: string): Promise<string>;
  close(): Promise<void>;
}

const ANSWERS: Partial<Record<OperationId, object>> = {
  whoAmI: samples.whoami,
  listDiaries: { items: [samples.diary], nextCursor: null },
  createDiary: samples.diary,
  createEntry: samples.entry,
  getEntry: samples.entry,
  listEntries: { items: [samples.entry], nextCursor: null },
  searchEntries: samples.found,
  createSigningRequest: samples.signingRequest,
  submitSignature: samples.completedRequest,
};

/** What Hydra says of itself (OpenID Connect Discovery 1.0 §3), as far as clients read it. */
const authorizationServer = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/oauth2/auth`,
  token_endpoint: `${issuer}/oauth2/token`,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  response_types_supported: ['code'],
  grant_types_supported: ['client_credentials'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic'],
});

const ROUTES = Object.entries<Operation>(OPERATIONS).map(([id, operation]) => ({
  id: id as OperationId,
  operation,
  pattern: new RegExp(`^${operation.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}));

export async function startUpstream(): Promise<Upstream> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256', use: 'sig' };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', upstream.url);
    if (url.pathname === '/.well-known/jwks.json') {
      upstream.keyRequests += 1;
      return send(response, 200, { keys: [jwk] });
    }
    if (url.pathname === '/.well-known/openid-configuration')
      return send(response, 200, authorizationServer(upstream.url));
    const route = ROUTES.find(
      ({ operation, pattern }) => operation.method === request.method && pattern.test(url.pathname),
    );
    if (!route) return send(response, 404, { code: 'NO_SUCH_ROUTE' });
    const text = await read(request);
    const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
    const received: Received = {
      operation: route.id,
      params: { ...route.pattern.exec(url.pathname)?.groups },
      query: Object.fromEntries(
        [...new Set(url.searchParams.keys())].map((name) => [
          name,
          url.searchParams.getAll(name).join(),
        ]),
      ),
      body: form ? Object.fromEntries(new URLSearchParams(text)) : text && JSON.parse(text),
      headers: request.headers,
    };
    upstream.received.push(received);
    if (upstream.override?.(received, response) === 'handled') return;
    if (route.operation.body && !Compile(route.operation.body).Check(received.body))
      return send(response, 400, { code: 'NOT_OF_THE_CONTRACT', body: received.body });
    if (route.id === 'getHealth') return send(response, 200, { status: 'ok' });
    if (route.id === 'createToken')
      return send(response, 200, {
        access_token: await upstream.mint(),
        token_type: 'bearer',
        expires_in: 3_600,
      });
    const status = Number(Object.keys(route.operation.responses)[0]);
    return send(response, status, ANSWERS[route.id] ?? {});
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream: Upstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    keyRequests: 0,
    override: undefined,
    mint: (claims = {}, expiresIn = '1h') =>
      new SignJWT({ client_id: 'scribe', ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'test' })
        .setIssuer(typeof claims['iss'] === 'string' ? claims['iss'] : upstream.url)
        .setSubject(typeof claims['sub'] === 'string' ? claims['sub'] : 'scribe')
        .setIssuedAt()
        .setExpirationTime(expiresIn)
        .sign(privateKey),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return upstream;
}

/** Answers with JSON, and with `Retry-After` where the body is a problem that says so. */
export function send(response: ServerResponse, status: number, body: object): void {
  if ('retryAfter' in body) response.setHeader('retry-after', String(body.retryAfter));
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
