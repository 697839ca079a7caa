import type { Api, CallOptions, CreateOptions } from './api.ts';
import { createHeaders } from './headers.ts';
import { TeamInvites } from './team-invites.ts';
import { TeamMembers } from './team-members.ts';
import type { Answer, Body } from './routes.ts';

/** `client.teams` */
export class Teams {
  readonly members: TeamMembers;
  readonly invites: TeamInvites;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    this.members = new TeamMembers(api);
    this.invites = new TeamInvites(api);
  }

  /** A team that the caller owns; with `foundingMembers`, once all of them have accepted. */
  create(body: Body<'POST /teams'>, options: CreateOptions = {}): Promise<Answer<'POST /teams'>> {
    const { signal } = options;
    return this.#api.call('POST /teams', { body, headers: createHeaders(options), signal });
  }

  /** Accepts to found a team together with others. */
  accept(id: string, { signal }: CallOptions = {}): Promise<Answer<'POST /teams/:id/accept'>> {
    return this.#api.call('POST /teams/:id/accept', { params: { id }, signal });
  }

  /** Every team of the caller; the personal one leads. */
  list({ signal }: CallOptions = {}): Promise<Answer<'GET /teams'>> {
    return this.#api.call('GET /teams', { signal });
  }

  get(id: string, { signal }: CallOptions = {}): Promise<Answer<'GET /teams/:id'>> {
    return this.#api.call('GET /teams/:id', { params: { id }, signal });
  }

  /** Refused (409) while the team holds diaries. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    await this.#api.call('DELETE /teams/:id', { params: { id }, signal });
  }

  /** Joins by an invite's code. */
  join(code: string, { signal }: CallOptions = {}): Promise<Answer<'POST /teams/join'>> {
    return this.#api.call('POST /teams/join', { body: { code }, signal });
  }
}
