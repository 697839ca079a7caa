import type { Api, CallOptions, CreateOptions } from './api.ts';
import { createHeaders } from './headers.ts';
import type { Answer, Body } from './routes.ts';

/** `client.teams.invites` */
export class TeamInvites {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The code is shown only here. Repeated with the same idempotency key it is the same invite. */
  create(
    teamId: string,
    body: Body<'POST /teams/:id/invites'> = {},
    options: CreateOptions = {},
  ): Promise<Answer<'POST /teams/:id/invites'>> {
    const { signal } = options;
    const headers = createHeaders(options);
    const params = { id: teamId };
    return this.#api.call('POST /teams/:id/invites', { params, body, headers, signal });
  }

  list(teamId: string, { signal }: CallOptions = {}): Promise<Answer<'GET /teams/:id/invites'>> {
    return this.#api.call('GET /teams/:id/invites', { params: { id: teamId }, signal });
  }

  async delete(teamId: string, inviteId: string, { signal }: CallOptions = {}): Promise<void> {
    const params = { id: teamId, inviteId };
    await this.#api.call('DELETE /teams/:id/invites/:inviteId', { params, signal });
  }
}
