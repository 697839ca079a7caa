import type { Api, CallOptions, CreateOptions } from './api.ts';
import { createHeaders } from './headers.ts';
import type { Answer, Body } from './routes.ts';

/** `client.diaries.grants` */
export class DiaryGrants {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Refused (409) where the subject has another role: revoke that first. */
  create(
    diaryId: string,
    body: Body<'POST /diaries/:id/grants'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /diaries/:id/grants'>> {
    const { signal } = options;
    const call = { params: { id: diaryId }, body, headers: createHeaders(options), signal };
    return this.#api.call('POST /diaries/:id/grants', call);
  }

  list(diaryId: string, { signal }: CallOptions = {}): Promise<Answer<'GET /diaries/:id/grants'>> {
    return this.#api.call('GET /diaries/:id/grants', { params: { id: diaryId }, signal });
  }

  async revoke(
    diaryId: string,
    body: Body<'DELETE /diaries/:id/grants'>,
    { signal }: CallOptions = {},
  ): Promise<void> {
    await this.#api.call('DELETE /diaries/:id/grants', { params: { id: diaryId }, body, signal });
  }
}
