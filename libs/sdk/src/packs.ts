import type { Api, CallOptions, ChangeOptions, CreateOptions, TeamOptions } from './api.ts';
import { changeHeaders, createHeaders, teamHeaders } from './headers.ts';
import type { Answer, Body, Query } from './routes.ts';

/** `client.packs`: entries cut to a token budget, the text of which is kept. */
export class Packs {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** What a pack would be; nothing is stored. */
  preview(
    diaryId: string,
    body: Body<'POST /diaries/:id/packs/preview'>,
    { signal }: CallOptions = {},
  ): Promise<Answer<'POST /diaries/:id/packs/preview'>> {
    const call = { params: { id: diaryId }, body, readOnly: true, signal };
    return this.#api.call('POST /diaries/:id/packs/preview', call);
  }

  /** One that has the same CID comes back instead of a second. */
  create(
    diaryId: string,
    body: Body<'POST /diaries/:id/packs'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /diaries/:id/packs'>> {
    const { signal } = options;
    const call = { params: { id: diaryId }, body, headers: createHeaders(options), signal };
    return this.#api.call('POST /diaries/:id/packs', call);
  }

  /** One page of the packs of every diary that the caller can read. */
  list(query: Query<'GET /packs'> = {}, options: TeamOptions = {}): Promise<Answer<'GET /packs'>> {
    const { signal } = options;
    return this.#api.call('GET /packs', { query, headers: teamHeaders(options), signal });
  }

  /** One page of a diary's packs, newest first. */
  listOfDiary(
    diaryId: string,
    query: Query<'GET /diaries/:id/packs'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /diaries/:id/packs'>> {
    return this.#api.call('GET /diaries/:id/packs', { params: { id: diaryId }, query, signal });
  }

  /** With `expand: 'entries'` also what was packed of each. */
  get(
    id: string,
    query: Query<'GET /packs/:id'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /packs/:id'>> {
    return this.#api.call('GET /packs/:id', { params: { id }, query, signal });
  }

  /** Pins a pack, unpins it, or says until when it is kept. */
  update(
    id: string,
    body: Body<'PATCH /packs/:id'>,
    options: ChangeOptions = {},
  ): Promise<Answer<'PATCH /packs/:id'>> {
    const { signal } = options;
    const headers = changeHeaders(options);
    return this.#api.call('PATCH /packs/:id', { params: { id }, body, headers, signal });
  }

  /** What a pack was made of, what it replaces, and what was rendered from it. */
  provenance(
    id: string,
    query: Query<'GET /packs/:id/provenance'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /packs/:id/provenance'>> {
    return this.#api.call('GET /packs/:id/provenance', { params: { id }, query, signal });
  }

  /** The same of the pack that has this CID. */
  provenanceByCid(
    cid: string,
    query: Query<'GET /packs/by-cid/:cid/provenance'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /packs/by-cid/:cid/provenance'>> {
    return this.#api.call('GET /packs/by-cid/:cid/provenance', { params: { cid }, query, signal });
  }

  /** What changes from the first pack to the second. */
  diff(
    id: string,
    otherId: string,
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /packs/:id/diff/:otherId'>> {
    return this.#api.call('GET /packs/:id/diff/:otherId', { params: { id, otherId }, signal });
  }

  /** What a pack would be as Markdown; nothing is stored. */
  renderPreview(
    id: string,
    body: Body<'POST /packs/:id/render/preview'>,
    { signal }: CallOptions = {},
  ): Promise<Answer<'POST /packs/:id/render/preview'>> {
    const call = { params: { id }, body, readOnly: true, signal };
    return this.#api.call('POST /packs/:id/render/preview', call);
  }

  /** `server:…` renders there, from the text that the pack keeps; any other brings its Markdown. */
  render(
    id: string,
    body: Body<'POST /packs/:id/render'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /packs/:id/render'>> {
    const { signal } = options;
    const call = { params: { id }, body, headers: createHeaders(options), signal };
    return this.#api.call('POST /packs/:id/render', call);
  }

  /** One page of what was rendered from a pack, newest first, without the Markdown. */
  listRendered(
    id: string,
    query: Query<'GET /packs/:id/rendered'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /packs/:id/rendered'>> {
    return this.#api.call('GET /packs/:id/rendered', { params: { id }, query, signal });
  }
}
