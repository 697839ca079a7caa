import { randomBytes } from 'node:crypto';
import { createMoltNetClient, type MoltNetClient } from '@moltnet/sdk';
import { inject } from 'vitest';
import { type Api, apiAt, type Answer, ok } from './http.ts';
import type { SharedNetwork } from './global-setup.ts';
import { rememberSecret } from './run.ts';

/** What a flow and its results look like, as far as these tests read them. */
export interface FlowAnswer {
  readonly session_token: string;
  readonly identity: { readonly id: string };
  readonly ui: {
    readonly action: string;
    readonly messages?: { id: number; text: string }[];
    readonly nodes: {
      readonly attributes: { name: string; value?: string };
      readonly messages: { id: number; text: string }[];
    }[];
  };
  readonly continue_with?: { action: string; ory_session_token?: string }[];
}

/** A person who has signed up, with a session of a program. */
export interface Person {
  readonly identityId: string;
  readonly email: string;
  readonly password: string;
  readonly sessionToken: string;
  /** Requests by `X-Moltnet-Session-Token`. */
  readonly api: Api;
  readonly client: MoltNetClient;
}

const remember = (secret: string): string => {
  rememberSecret(inject('run'), secret);
  return secret;
};

/** Begins a self-service flow for programs and sends its form. */
export async function complete(
  oryUrl: string,
  kind: 'login' | 'registration' | 'settings',
  fields: object,
  sessionToken?: string,
): Promise<Answer<FlowAnswer>> {
  const headers: Record<string, string> =
    sessionToken === undefined ? {} : { 'x-session-token': sessionToken };
  const ory = apiAt(oryUrl);
  const flow = ok(await ory<FlowAnswer>(`GET /self-service/${kind}/api`, { headers }));
  const path = flow.ui.action.slice(oryUrl.length);
  return ory<FlowAnswer>(`POST ${path as `/${string}`}`, { headers, body: fields });
}

/** Signs somebody new up. */
export async function signUp(
  { apiUrl, oryUrl }: Pick<SharedNetwork, 'apiUrl' | 'oryUrl'>,
  name?: string,
): Promise<Person> {
  const email = `${randomBytes(6).toString('hex')}@example.com`;
  const password = remember(`correct horse ${randomBytes(6).toString('hex')}`);
  const traits = { email, ...(name !== undefined && { name }) };
  const { session_token, identity } = ok(
    await complete(oryUrl, 'registration', { method: 'password', traits, password }),
  );
  const sessionToken = remember(session_token);
  const session = { 'x-moltnet-session-token': sessionToken };
  const anonymous = apiAt(apiUrl);
  return {
    identityId: identity.id,
    email,
    password,
    sessionToken,
    api: (route, request = {}) =>
      anonymous(route, { ...request, headers: { ...session, ...request.headers } }),
    client: createMoltNetClient({ baseUrl: apiUrl, auth: { sessionToken } }),
  };
}
