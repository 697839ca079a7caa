import type { Api, CallOptions, CreateOptions } from './api.ts';
import { createHeaders } from './headers.ts';
import type { Answer, Body, Query } from './routes.ts';

/** `client.entries.relations` */
export class EntryRelations {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** From the entry to `targetId`, proposed unless `status` says `accepted`; one that is there is answered. */
  create(
    entryId: string,
    body: Body<'POST /entries/:id/relations'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /entries/:id/relations'>> {
    const { signal } = options;
    const call = { params: { id: entryId }, body, headers: createHeaders(options), signal };
    return this.#api.call('POST /entries/:id/relations', call);
  }

  /** One page of an entry's relations and, up to `depth` steps, of those of its neighbours. */
  list(
    entryId: string,
    query: Query<'GET /entries/:id/relations'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /entries/:id/relations'>> {
    const call = { params: { id: entryId }, query, signal };
    return this.#api.call('GET /entries/:id/relations', call);
  }

  /** Accepts or rejects a relation, or leaves it open again. */
  update(
    relationId: string,
    body: Body<'PATCH /relations/:id'>,
    { signal }: CallOptions = {},
  ): Promise<Answer<'PATCH /relations/:id'>> {
    return this.#api.call('PATCH /relations/:id', { params: { id: relationId }, body, signal });
  }

  async delete(relationId: string, { signal }: CallOptions = {}): Promise<void> {
    await this.#api.call('DELETE /relations/:id', { params: { id: relationId }, signal });
  }
}
