import { randomUUID } from 'node:crypto';
import type { Identity, UiText } from '@ory/client';
import { expect } from 'vitest';

export interface Person {
  email: string;
  password: string;
}

/** Somebody who has no account yet. */
export const person = (): Person => ({
  email: `${randomUUID().slice(0, 13)}@example.com`,
  password: `correct horse ${randomUUID()}`,
});

/** A flow, a success or an error, as far as tests look at it. */
export interface Answer {
  status: number;
  body: {
    id: string;
    session_token?: string;
    session?: { id: string; identity: Identity; active: boolean };
    identity?: Identity;
    error?: { id?: string; code: number; reason?: string };
    use_flow_id?: string;
    redirect_browser_to?: string;
    continue_with?: { action: string; ory_session_token?: string; flow?: { id: string } }[];
    state?: string;
    ui: {
      action: string;
      messages?: UiText[];
      nodes: { attributes: { name: string; value?: string }; messages: UiText[] }[];
    };
  };
}

/** A request of a program, with JSON. */
export async function call(
  url: string,
  { method = 'GET', body, token }: { method?: string; body?: object; token?: string } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(token && { 'x-session-token': token }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
}

/** Begins a flow for API clients and sends its form. */
export async function complete(
  base: string,
  kind: 'login' | 'registration' | 'settings',
  fields: object,
  token?: string,
): Promise<Answer> {
  const flow = await call(`${base}/self-service/${kind}/api`, token === undefined ? {} : { token });
  expect([kind, flow.status]).toEqual([kind, 200]);
  return call(flow.body.ui.action, {
    method: 'POST',
    body: fields,
    ...(token === undefined ? {} : { token }),
  });
}

/** Registers, and is signed in. */
export async function register(base: string, { email, password }: Person = person()) {
  const { status, body } = await complete(base, 'registration', {
    method: 'password',
    traits: { email },
    password,
  });
  expect(status).toBe(200);
  return { token: String(body.session_token), identity: body.identity as Identity };
}

/** The ids of every message of a form. */
export const messageIds = ({ body: { ui } }: Answer): number[] =>
  [...(ui.messages ?? []), ...ui.nodes.flatMap(({ messages }) => messages)].map(({ id }) => id);
