import type { Api, CallOptions, CreateOptions } from './api.ts';
import { createHeaders } from './headers.ts';
import type { Answer, Body, Query } from './routes.ts';

/** `client.webhooks` */
export class Webhooks {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The secret in the answer, for `verifyWebhook`, is shown only here. */
  create(
    body: Body<'POST /webhooks'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /webhooks'>> {
    const { signal } = options;
    return this.#api.call('POST /webhooks', { body, headers: createHeaders(options), signal });
  }

  /** The caller's own, newest first. */
  list(
    query: Query<'GET /webhooks'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /webhooks'>> {
    return this.#api.call('GET /webhooks', { query, signal });
  }

  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    await this.#api.call('DELETE /webhooks/:id', { params: { id }, signal });
  }

  /** What came of each attempt, newest first. */
  deliveries(
    id: string,
    query: Query<'GET /webhooks/:id/deliveries'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /webhooks/:id/deliveries'>> {
    return this.#api.call('GET /webhooks/:id/deliveries', { params: { id }, query, signal });
  }

  /** Sends a `webhook.test` now; one that is delivered takes a disabled webhook up again. */
  test(id: string, { signal }: CallOptions = {}): Promise<Answer<'POST /webhooks/:id/test'>> {
    return this.#api.call('POST /webhooks/:id/test', { params: { id }, signal });
  }
}
