import type { Api, CallOptions, CreateOptions } from './api.ts';
import { createHeaders, teamHeaders } from './headers.ts';
import type { Answer, Body } from './routes.ts';

/** `client.enrollments`: tokens by which new agents join a team that the caller manages. */
export class Enrollments {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * The token is shown only here; whoever gets it calls `enroll` with a key of their own. Repeated
   * with the same idempotency key it is the same token.
   */
  create(
    teamId: string,
    body: Body<'POST /agent-enrollments'> = {},
    options: CreateOptions = {},
  ): Promise<Answer<'POST /agent-enrollments'>> {
    const headers = { ...teamHeaders({ teamId }), ...createHeaders(options) };
    const { signal } = options;
    return this.#api.call('POST /agent-enrollments', { body, headers, signal });
  }

  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    await this.#api.call('DELETE /agent-enrollments/:id', { params: { id }, signal });
  }
}
