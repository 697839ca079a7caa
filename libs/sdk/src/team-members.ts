import type { Api, CallOptions } from './api.ts';
import type { Answer, Body } from './routes.ts';

/** `client.teams.members` */
export class TeamMembers {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  list(teamId: string, { signal }: CallOptions = {}): Promise<Answer<'GET /teams/:id/members'>> {
    return this.#api.call('GET /teams/:id/members', { params: { id: teamId }, signal });
  }

  /** Makes a member a manager, or a manager a member. */
  update(
    teamId: string,
    subjectId: string,
    body: Body<'PATCH /teams/:id/members/:subjectId'>,
    { signal }: CallOptions = {},
  ): Promise<Answer<'PATCH /teams/:id/members/:subjectId'>> {
    const params = { id: teamId, subjectId };
    return this.#api.call('PATCH /teams/:id/members/:subjectId', { params, body, signal });
  }

  /** Removes a member; the caller's own id leaves the team. */
  async remove(teamId: string, subjectId: string, { signal }: CallOptions = {}): Promise<void> {
    const params = { id: teamId, subjectId };
    await this.#api.call('DELETE /teams/:id/members/:subjectId', { params, signal });
  }
}
