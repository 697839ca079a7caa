import type { Api, CallOptions, ChangeOptions, CreateOptions, TeamOptions } from './api.ts';
import { EntryRelations } from './entry-relations.ts';
import { EntryShares } from './entry-shares.ts';
import { changeHeaders, createHeaders, teamHeaders } from './headers.ts';
import type { Answer, Body, Query } from './routes.ts';

/** `client.entries` */
export class Entries {
  readonly shares: EntryShares;
  readonly relations: EntryRelations;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    this.shares = new EntryShares(api);
    this.relations = new EntryRelations(api);
  }

  /** For a signed entry, `signEntryV2` makes the input. */
  create(
    diaryId: string,
    body: Body<'POST /diaries/:diaryId/entries'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /diaries/:diaryId/entries'>> {
    const { signal } = options;
    const headers = createHeaders(options);
    const params = { diaryId };
    return this.#api.call('POST /diaries/:diaryId/entries', { params, body, headers, signal });
  }

  /** Up to 100 entries, all or none; `signEntryV2` makes the signed ones. */
  createMany(
    diaryId: string,
    entries: Body<'POST /diaries/:diaryId/entries/batch'>['entries'],
    options: CreateOptions = {},
  ): Promise<Answer<'POST /diaries/:diaryId/entries/batch'>> {
    const { signal } = options;
    const call = {
      params: { diaryId },
      body: { entries },
      headers: createHeaders(options),
      signal,
    };
    return this.#api.call('POST /diaries/:diaryId/entries/batch', call);
  }

  /** `{ expand: 'relations' }` answers with its relations, up to `depth` steps away. */
  get(
    id: string,
    { signal, ...query }: Query<'GET /entries/:id'> & CallOptions = {},
  ): Promise<Answer<'GET /entries/:id'>> {
    return this.#api.call('GET /entries/:id', { params: { id }, query, signal });
  }

  /** One page of a diary's entries, newest first. */
  list(
    diaryId: string,
    query: Query<'GET /diaries/:diaryId/entries'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /diaries/:diaryId/entries'>> {
    return this.#api.call('GET /diaries/:diaryId/entries', { params: { diaryId }, query, signal });
  }

  update(
    id: string,
    body: Body<'PATCH /entries/:id'>,
    options: ChangeOptions = {},
  ): Promise<Answer<'PATCH /entries/:id'>> {
    const { signal } = options;
    const headers = changeHeaders(options);
    return this.#api.call('PATCH /entries/:id', { params: { id }, body, headers, signal });
  }

  async delete(id: string, options: ChangeOptions = {}): Promise<void> {
    const { signal } = options;
    const headers = changeHeaders(options);
    await this.#api.call('DELETE /entries/:id', { params: { id }, headers, signal });
  }

  /** Deletes what may be deleted, and says what it skipped and why. */
  deleteMany(
    ids: readonly string[],
    { signal }: CallOptions = {},
  ): Promise<Answer<'DELETE /entries'>> {
    return this.#api.call('DELETE /entries', { query: { ids: [...ids] }, signal });
  }

  /** Finds entries by meaning and by word. */
  search(
    body: Body<'POST /diaries/search'>,
    options: TeamOptions = {},
  ): Promise<Answer<'POST /diaries/search'>> {
    const { signal } = options;
    const headers = teamHeaders(options);
    return this.#api.call('POST /diaries/search', { body, headers, readOnly: true, signal });
  }

  /** The server's word on an entry's hash and signature; `checkEntry` needs no such trust. */
  verify(id: string, { signal }: CallOptions = {}): Promise<Answer<'GET /entries/:id/verify'>> {
    return this.#api.call('GET /entries/:id/verify', { params: { id }, signal });
  }
}
