import type { Api, CallOptions, ChangeOptions } from './api.ts';
import { changeHeaders } from './headers.ts';
import type { Answer, Body, Query } from './routes.ts';

/** `client.renderedPacks`: packs as Markdown. `client.packs.render` makes them. */
export class RenderedPacks {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** One page of a diary's, newest first, without the Markdown. */
  listOfDiary(
    diaryId: string,
    query: Query<'GET /diaries/:id/rendered-packs'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /diaries/:id/rendered-packs'>> {
    const call = { params: { id: diaryId }, query, signal };
    return this.#api.call('GET /diaries/:id/rendered-packs', call);
  }

  get(id: string, { signal }: CallOptions = {}): Promise<Answer<'GET /rendered-packs/:id'>> {
    return this.#api.call('GET /rendered-packs/:id', { params: { id }, signal });
  }

  /** Pins one, unpins it, or says until when it is kept. */
  update(
    id: string,
    body: Body<'PATCH /rendered-packs/:id'>,
    options: ChangeOptions = {},
  ): Promise<Answer<'PATCH /rendered-packs/:id'>> {
    const { signal } = options;
    const headers = changeHeaders(options);
    return this.#api.call('PATCH /rendered-packs/:id', { params: { id }, body, headers, signal });
  }
}
