import type { ChangeEvent } from '@moltnet/contract';
import type { Api, CallOptions, ChangeOptions, CreateOptions, TeamOptions } from './api.ts';
import { changeHeaders, createHeaders, teamHeaders } from './headers.ts';
import { DiaryGrants } from './diary-grants.ts';
import type { Followed, FollowOptions } from './follow-stream.ts';
import type { Answer, Body, Query } from './routes.ts';

/** `client.diaries` */
export class Diaries {
  readonly grants: DiaryGrants;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    this.grants = new DiaryGrants(api);
  }

  /** One page of the diaries that the caller can read. */
  list(
    query: Query<'GET /diaries'> = {},
    options: TeamOptions = {},
  ): Promise<Answer<'GET /diaries'>> {
    const { signal } = options;
    return this.#api.call('GET /diaries', { query, headers: teamHeaders(options), signal });
  }

  create(
    body: Body<'POST /diaries'>,
    options: CreateOptions & TeamOptions = {},
  ): Promise<Answer<'POST /diaries'>> {
    const { signal } = options;
    const headers = { ...createHeaders(options), ...teamHeaders(options) };
    return this.#api.call('POST /diaries', { body, headers, signal });
  }

  get(id: string, { signal }: CallOptions = {}): Promise<Answer<'GET /diaries/:id'>> {
    return this.#api.call('GET /diaries/:id', { params: { id }, signal });
  }

  update(
    id: string,
    body: Body<'PATCH /diaries/:id'>,
    options: ChangeOptions = {},
  ): Promise<Answer<'PATCH /diaries/:id'>> {
    const { signal } = options;
    const headers = changeHeaders(options);
    return this.#api.call('PATCH /diaries/:id', { params: { id }, body, headers, signal });
  }

  /** Refused (409) while it holds signed entries, unless `force`, which keeps only the proofs. */
  async delete(id: string, options: ChangeOptions & { force?: boolean } = {}): Promise<void> {
    const { signal, force } = options;
    const query = force === undefined ? {} : { force };
    const headers = changeHeaders(options);
    await this.#api.call('DELETE /diaries/:id', { params: { id }, query, headers, signal });
  }

  /** Groups entries that say the same, with what could be done about it; changes nothing. */
  consolidate(
    id: string,
    body: Body<'POST /diaries/:id/consolidations'>,
    { signal }: CallOptions = {},
  ): Promise<Answer<'POST /diaries/:id/consolidations'>> {
    const call = { params: { id }, body, readOnly: true, signal };
    return this.#api.call('POST /diaries/:id/consolidations', call);
  }

  /** Every entry with its signature and key, as lines of JSON; read it to its end or cancel it. */
  export(id: string, { signal }: CallOptions = {}): Promise<ReadableStream<Uint8Array>> {
    return this.#api.stream('GET /diaries/:id/export', { params: { id }, signal });
  }

  /** Takes over lines of an export; sent again, what is here already is skipped. */
  import(
    id: string,
    lines: string,
    query: Query<'POST /diaries/:id/import'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'POST /diaries/:id/import'>> {
    const call = { params: { id }, query, lines, readOnly: true, signal };
    return this.#api.call('POST /diaries/:id/import', call);
  }

  /** Offers a diary to another team, which has 7 days to accept. */
  transfer(
    id: string,
    body: Body<'POST /diaries/:id/transfer'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /diaries/:id/transfer'>> {
    const { signal } = options;
    const call = { params: { id }, body, headers: createHeaders(options), signal };
    return this.#api.call('POST /diaries/:id/transfer', call);
  }

  /** What changes in a diary, for as long as it is asked for; each event once, in order. */
  events(id: string, options: FollowOptions = {}): AsyncGenerator<Followed<ChangeEvent>> {
    return this.#api.events('GET /diaries/:id/events', { params: { id } }, options);
  }

  tags(
    id: string,
    query: Query<'GET /diaries/:id/tags'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /diaries/:id/tags'>> {
    return this.#api.call('GET /diaries/:id/tags', { params: { id }, query, signal });
  }
}
