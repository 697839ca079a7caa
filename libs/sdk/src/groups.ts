import type { Api, CallOptions, CreateOptions } from './api.ts';
import { createHeaders } from './headers.ts';
import type { Answer, Body } from './routes.ts';

/** `client.groups` */
export class Groups {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  create(
    teamId: string,
    body: Body<'POST /teams/:id/groups'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /teams/:id/groups'>> {
    const { signal } = options;
    const call = { params: { id: teamId }, body, headers: createHeaders(options), signal };
    return this.#api.call('POST /teams/:id/groups', call);
  }

  list(teamId: string, { signal }: CallOptions = {}): Promise<Answer<'GET /teams/:id/groups'>> {
    return this.#api.call('GET /teams/:id/groups', { params: { id: teamId }, signal });
  }

  /** With its members. */
  get(id: string, { signal }: CallOptions = {}): Promise<Answer<'GET /groups/:id'>> {
    return this.#api.call('GET /groups/:id', { params: { id }, signal });
  }

  /** With what was granted to it. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    await this.#api.call('DELETE /groups/:id', { params: { id }, signal });
  }

  members(id: string, { signal }: CallOptions = {}): Promise<Answer<'GET /groups/:id/members'>> {
    return this.#api.call('GET /groups/:id/members', { params: { id }, signal });
  }

  /** Who is put into a group must be in its team. */
  addMember(
    id: string,
    body: Body<'POST /groups/:id/members'>,
    { signal }: CallOptions = {},
  ): Promise<Answer<'POST /groups/:id/members'>> {
    return this.#api.call('POST /groups/:id/members', { params: { id }, body, signal });
  }

  async removeMember(id: string, subjectId: string, { signal }: CallOptions = {}): Promise<void> {
    const params = { id, subjectId };
    await this.#api.call('DELETE /groups/:id/members/:subjectId', { params, signal });
  }
}
