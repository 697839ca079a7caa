import type { Api, CallOptions, CreateOptions } from './api.ts';
import { createHeaders } from './headers.ts';
import type { Answer, Body, Query } from './routes.ts';

/** `client.keys`: bearer keys that the agent issues, each with some of its scopes. */
export class AgentKeys {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * Issues a key. Its secret is shown only here: use it as `accessToken` of another client. Repeated
   * with the same idempotency key it is the same key.
   */
  create(
    body: Body<'POST /agent-keys'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /agent-keys'>> {
    const { signal } = options;
    return this.#api.call('POST /agent-keys', { body, headers: createHeaders(options), signal });
  }

  /** One page of the keys, newest first. */
  list(
    query: Query<'GET /agent-keys'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /agent-keys'>> {
    return this.#api.call('GET /agent-keys', { query, signal });
  }

  /** Replaces the secret of a key, which gets its whole time again. */
  rotate(id: string, { signal }: CallOptions = {}): Promise<Answer<'POST /agent-keys/:id/rotate'>> {
    return this.#api.call('POST /agent-keys/:id/rotate', { params: { id }, signal });
  }

  /** Ends a key and every key that it issued. */
  revoke(id: string, { signal }: CallOptions = {}): Promise<Answer<'POST /agent-keys/:id/revoke'>> {
    return this.#api.call('POST /agent-keys/:id/revoke', { params: { id }, signal });
  }
}
