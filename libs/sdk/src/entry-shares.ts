import type { Api, CallOptions, CreateOptions } from './api.ts';
import { createHeaders } from './headers.ts';
import type { Answer, Body, Query } from './routes.ts';

/** `client.entries.shares` */
export class EntryShares {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * With an agent or a person (`subjectId`, `subjectNs`), or by a link (`expiresInHours`), whose token
   * is only in this answer. Repeated with the same idempotency key it is the same link.
   */
  create(
    entryId: string,
    body: Body<'POST /entries/:id/shares'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /entries/:id/shares'>> {
    const { signal } = options;
    const headers = createHeaders(options);
    const params = { id: entryId };
    return this.#api.call('POST /entries/:id/shares', { params, body, headers, signal });
  }

  list(entryId: string, { signal }: CallOptions = {}): Promise<Answer<'GET /entries/:id/shares'>> {
    return this.#api.call('GET /entries/:id/shares', { params: { id: entryId }, signal });
  }

  /** What was shared with the caller by itself, newest first. */
  received(
    query: Query<'GET /shares'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /shares'>> {
    return this.#api.call('GET /shares', { query, signal });
  }

  async revoke(entryId: string, shareId: string, { signal }: CallOptions = {}): Promise<void> {
    const query = { shareId };
    await this.#api.call('DELETE /entries/:id/shares', { params: { id: entryId }, query, signal });
  }

  /** The entry that a link leads to; needs no credential. */
  open(token: string, { signal }: CallOptions = {}): Promise<Answer<'GET /shares/:token'>> {
    return this.#api.call('GET /shares/:token', { params: { token }, anonymous: true, signal });
  }
}
