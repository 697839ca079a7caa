import type { Api, CallOptions } from './api.ts';
import type { Answer, Body } from './routes.ts';

/** `client.teams.invites` */
export class TeamInvites {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The code is shown only here. Not repeated when its answer is lost: then make another. */
  create(
    teamId: string,
    body: Body<'POST /teams/:id/invites'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'POST /teams/:id/invites'>> {
    return this.#api.call('POST /teams/:id/invites', { params: { id: teamId }, body, signal });
  }

  list(teamId: string, { signal }: CallOptions = {}): Promise<Answer<'GET /teams/:id/invites'>> {
    return this.#api.call('GET /teams/:id/invites', { params: { id: teamId }, signal });
  }

  async delete(teamId: string, inviteId: string, { signal }: CallOptions = {}): Promise<void> {
    const params = { id: teamId, inviteId };
    await this.#api.call('DELETE /teams/:id/invites/:inviteId', { params, signal });
  }
}
