import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Client,
  type OAuthClientInformationMixed,
  type OAuthClientProvider,
  type OAuthTokens,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { inject } from 'vitest';
import { Browser } from './browser.ts';
import { rememberSecret } from './run.ts';

/** Where an MCP client on a person's machine gets its code: a web server on loopback. */
export interface Callback {
  readonly url: string;
  /** The query of the next request that comes in. */
  next(): Promise<URLSearchParams>;
  stop(): Promise<void>;
}

export async function startCallback(): Promise<Callback> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
  return {
    url,
    async next() {
      const [request, response] = await once(server, 'request');
      response.end('You can go back to your client.');
      return new URL(request.url, url).searchParams;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * What the official client keeps of OAuth, and a person with a browser behind it: the client knows
 * the URL of the server and nothing else.
 */
export class PersonsClient implements OAuthClientProvider {
  readonly #callback: Callback;
  #information: OAuthClientInformationMixed | undefined;
  #tokens: OAuthTokens | undefined;
  #verifier = '';
  /** Where the person has to go. */
  authorizationUrl: URL | undefined;

  constructor(callback: Callback) {
    this.#callback = callback;
  }

  get redirectUrl(): string {
    return this.#callback.url;
  }

  get clientMetadata() {
    return {
      client_name: 'e2e notebook',
      redirect_uris: [this.#callback.url],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    };
  }

  clientInformation(): OAuthClientInformationMixed | undefined {
    return this.#information;
  }

  saveClientInformation(information: OAuthClientInformationMixed): void {
    this.#information = information;
  }

  tokens(): OAuthTokens | undefined {
    return this.#tokens;
  }

  saveTokens(tokens: OAuthTokens): void {
    for (const secret of [tokens.access_token, tokens.refresh_token])
      if (secret !== undefined) rememberSecret(inject('run'), secret);
    this.#tokens = tokens;
  }

  redirectToAuthorization(url: URL): void {
    this.authorizationUrl = url;
  }

  saveCodeVerifier(verifier: string): void {
    rememberSecret(inject('run'), verifier);
    this.#verifier = verifier;
  }

  codeVerifier(): string {
    return this.#verifier;
  }
}

/** Who the person is, and what they do at the consent page. */
export interface Decision {
  readonly email: string;
  readonly password: string;
  readonly decision: 'allow' | 'deny';
}

/**
 * Connects an MCP client as a person does who was given a URL: the client is refused, finds the
 * authorization server, registers, and opens a browser, in which the person logs in and decides.
 *
 * @returns what the client's callback was told; throws what the client throws.
 */
export async function decide(
  mcpUrl: string,
  provider: PersonsClient,
  callback: Callback,
  { email, password, decision }: Decision,
): Promise<URLSearchParams> {
  const transport = new StreamableHTTPClientTransport(new URL(`${mcpUrl}/mcp`), {
    authProvider: provider,
  });
  const client = new Client({ name: 'e2e', version: '1.0.0' });
  const refused = await client.connect(transport).catch((error: unknown) => error);
  if (!(refused instanceof UnauthorizedError)) throw refused;
  const browser = new Browser();
  const login = await browser.open(String(provider.authorizationUrl));
  const told = callback.next();
  const consent = await browser.submit(login, { identifier: email, password });
  await browser.submit(consent, { decision });
  const answer = await told;
  for (const secret of [answer.get('code'), browser.cookie('ory_kratos_session')])
    if (secret) rememberSecret(inject('run'), secret);
  if (answer.has('code')) await transport.finishAuth(answer);
  return answer;
}

/** The client once it has its tokens. */
export async function connected(mcpUrl: string, provider: PersonsClient): Promise<Client> {
  const client = new Client(
    { name: 'e2e', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${mcpUrl}/mcp`), { authProvider: provider }),
  );
  return client;
}
