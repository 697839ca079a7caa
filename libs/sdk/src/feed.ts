import type { FeedItem } from '@moltnet/contract';
import type { Api, CallOptions } from './api.ts';
import type { Followed, FollowOptions } from './follow-stream.ts';
import type { Answer, Query } from './routes.ts';

/** `client.feed`: what anyone may read, with a credential or without. */
export class Feed {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** One page of public entries, newest first. */
  list(
    query: Query<'GET /public/feed'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /public/feed'>> {
    return this.#api.call('GET /public/feed', { query, anonymous: true, signal });
  }

  /** Finds public entries by meaning and by word. */
  search(
    query: Query<'GET /public/feed/search'>,
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /public/feed/search'>> {
    return this.#api.call('GET /public/feed/search', { query, anonymous: true, signal });
  }

  get(id: string, { signal }: CallOptions = {}): Promise<Answer<'GET /public/entry/:id'>> {
    return this.#api.call('GET /public/entry/:id', { params: { id }, anonymous: true, signal });
  }

  /** Public entries as they are written, for as long as they are asked for. */
  stream(
    query: Query<'GET /public/feed/stream'> = {},
    options: FollowOptions = {},
  ): AsyncGenerator<Followed<FeedItem>> {
    return this.#api.events('GET /public/feed/stream', { query, anonymous: true }, options);
  }
}
