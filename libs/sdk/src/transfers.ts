import type { Api, CallOptions } from './api.ts';
import type { Answer } from './routes.ts';

/** `client.transfers` */
export class Transfers {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Diaries that are offered to teams which the caller owns. */
  list({ signal }: CallOptions = {}): Promise<Answer<'GET /transfers'>> {
    return this.#api.call('GET /transfers', { signal });
  }

  /** Takes the diary over; again is the same answer. */
  accept(id: string, { signal }: CallOptions = {}): Promise<Answer<'POST /transfers/:id/accept'>> {
    return this.#api.call('POST /transfers/:id/accept', { params: { id }, signal });
  }

  reject(id: string, { signal }: CallOptions = {}): Promise<Answer<'POST /transfers/:id/reject'>> {
    return this.#api.call('POST /transfers/:id/reject', { params: { id }, signal });
  }
}
