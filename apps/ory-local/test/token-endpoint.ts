import type { OAuth2Client } from '@ory/client';
import { expect } from 'vitest';
import { agentClient } from './agents.ts';
import type { TestOry } from './ory.ts';

export interface TokenAnswer {
  status: number;
  body: {
    access_token?: string;
    expires_in?: number;
    scope?: string;
    token_type?: string;
    error?: string;
    error_description?: string;
  };
}

/** A form posted to the token endpoint by `fetch`, as an agent does. */
export async function requestToken(
  ory: TestOry,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const response = await fetch(`${ory.url}/oauth2/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
  });
  return { status: response.status, body: (await response.json()) as TokenAnswer['body'] };
}

export interface Credentials {
  client_id: string;
  client_secret: string;
}

export async function createClient(ory: TestOry, changes: OAuth2Client = {}): Promise<Credentials> {
  const oAuth2Client = agentClient(changes);
  const { status, data } = await ory.oauth2.createOAuth2Client({ oAuth2Client });
  expect(status).toBe(201);
  return { client_id: String(data.client_id), client_secret: String(data.client_secret) };
}

export async function mint(ory: TestOry, credentials: Credentials): Promise<string> {
  const { status, body } = await requestToken(ory, { ...credentials });
  expect(status).toBe(200);
  return String(body.access_token);
}

export async function isActive(ory: TestOry, token: string): Promise<boolean> {
  const { status, data } = await ory.oauth2.introspectOAuth2Token({ token });
  expect(status).toBe(200);
  return data.active;
}

/** Header and payload, unverified. */
export function decode(token: string): [Record<string, unknown>, Record<string, unknown>] {
  const [header, payload] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as never);
  return [header ?? {}, payload ?? {}];
}
