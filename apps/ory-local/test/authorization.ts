import { createHash, randomBytes } from 'node:crypto';
import type { OAuth2Client } from '@ory/client';
import { expect } from 'vitest';
import { agentTraits } from './agents.ts';
import { Browser } from './browser.ts';
import type { TestOry } from './ory.ts';
import type { TokenAnswer } from './token-endpoint.ts';

export const CALLBACK = 'http://127.0.0.1:7777/callback';
export const WEB_CALLBACK = 'https://app.example/callback';

/** What a client sends to register itself, as MCP clients do. */
export function registration(changes: object = {}): Record<string, unknown> {
  return {
    client_name: 'Notebook',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    ...changes,
  };
}

export type Registered = OAuth2Client & {
  client_id: string;
  registration_access_token: string;
  registration_client_uri: string;
};

export async function register(ory: TestOry, changes: object = {}): Promise<Registered> {
  const response = await fetch(`${ory.url}/oauth2/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(registration(changes)),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as Registered;
}

export async function createPerson(ory: TestOry): Promise<string> {
  const { data, status } = await ory.identities.createIdentity({
    createIdentityBody: { schema_id: 'moltnet_agent', traits: agentTraits() },
  });
  expect(status).toBe(201);
  return data.id;
}

/** A verifier and its challenge (RFC 7636 section 4). */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export interface Asked {
  client_id: string;
  redirect_uri?: string;
  scope?: string | undefined;
  resource?: string;
  prompt?: string;
  state?: string;
  response_type?: string;
  code_challenge?: string | undefined;
  code_challenge_method?: string | undefined;
}

export function authorizationUrl(ory: TestOry, asked: Asked, challenge: string): string {
  const query = {
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'diary:read',
    state: 'a-state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...asked,
  };
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `${ory.url}/oauth2/auth?${new URLSearchParams(given)}`;
}

/** The log-in and consent application of a test: it decides through Hydra's admin API. */
export async function logIn(ory: TestOry, page: URL, subject: string, remember = false) {
  const loginChallenge = challengeOf(page, 'login_challenge');
  const { data } = await ory.oauth2.acceptOAuth2LoginRequest({
    loginChallenge,
    acceptOAuth2LoginRequest: { subject, remember },
  });
  return data.redirect_to;
}

export async function allow(
  ory: TestOry,
  page: URL,
  accepted: { grant_scope?: string[]; remember?: boolean } = {},
) {
  const consentChallenge = challengeOf(page, 'consent_challenge');
  const request = await ory.oauth2.getOAuth2ConsentRequest({ consentChallenge });
  const { data } = await ory.oauth2.acceptOAuth2ConsentRequest({
    consentChallenge,
    acceptOAuth2ConsentRequest: {
      grant_scope: request.data.requested_scope ?? [],
      ...accepted,
    },
  });
  return data.redirect_to;
}

export function challengeOf(page: URL, name: string): string {
  const challenge = page.searchParams.get(name);
  if (challenge === null) throw new Error(`no ${name} in ${page.href}`);
  return challenge;
}

/** Log-in, consent and back at the client, whose callback is the page. */
export async function authorize(
  ory: TestOry,
  subject: string,
  asked: Asked,
  challenge: string,
  browser = new Browser(ory.url),
): Promise<URL> {
  const url = authorizationUrl(ory, asked, challenge);
  const callback = asked.redirect_uri ?? CALLBACK;
  const login = await browser.until(`${ory.url}/self-service/login`, url);
  const consent = await browser.until(`${ory.url}/ui/consent`, await logIn(ory, login, subject));
  return browser.until(callback, await allow(ory, consent));
}

/** Log-in and consent, and the form by which the client then gets its tokens. */
export async function codeForm(ory: TestOry, subject: string, asked: Asked) {
  const { verifier, challenge } = pkce();
  const url = await authorize(ory, subject, asked, challenge);
  return {
    grant_type: 'authorization_code',
    client_id: asked.client_id,
    code: String(url.searchParams.get('code')),
    redirect_uri: asked.redirect_uri ?? CALLBACK,
    code_verifier: verifier,
  };
}

/** A form posted to the token endpoint. */
export async function exchange(
  ory: TestOry,
  form: Record<string, string>,
): Promise<TokenAnswer & { body: { refresh_token?: string; id_token?: string } }> {
  const response = await fetch(`${ory.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as TokenAnswer['body'] };
}

/** Everything up to the tokens of a person. */
export async function connect(ory: TestOry, subject: string, asked: Asked) {
  const answer = await exchange(ory, await codeForm(ory, subject, asked));
  expect(answer).toMatchObject({ status: 200 });
  const { access_token, refresh_token, ...rest } = answer.body;
  return { ...rest, access: String(access_token), refresh: String(refresh_token) };
}
