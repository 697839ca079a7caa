import { MoltNetConnectionError } from './connection-error.ts';
import {
  createExchange,
  createStreamExchange,
  type Exchange,
  type Fetch,
  type StreamExchange,
  type WireRequest,
} from './exchange.ts';
import { type Followed, type FollowOptions, followStream } from './follow-stream.ts';
import { problemOf, type Reply } from './reply.ts';
import { type PathParams, type QueryParams, requestUrl } from './request-url.ts';
import { withRetries } from './retry.ts';
import type { Answer, Body, Params, Query, Route } from './routes.ts';
import { createTokenSource, type ClientAuth, type TokenSource } from './token-source.ts';

/** Accepted by every call. */
export interface CallOptions {
  /** Gives the call up. */
  signal?: AbortSignal | undefined;
}

/** Accepted by calls that create something. */
export interface CreateOptions extends CallOptions {
  /** The same key with the same input creates once; made anew for each call unless given. */
  idempotencyKey?: string | undefined;
}

/** Accepted by calls that change something. */
export interface ChangeOptions extends CallOptions {
  /** Refuse with 412 unless the resource still has this revision. */
  revision?: number | undefined;
}

/** Accepted by calls that are about one of the caller's teams. */
export interface TeamOptions extends CallOptions {
  /** The team; absent: a new diary goes to the caller's personal one, a list is of all. */
  teamId?: string | undefined;
}

interface CallInput<R extends Route> {
  params?: Params<R> | undefined;
  query?: Query<R> | undefined;
  body?: Body<R> | undefined;
  /** In the body's place: lines of JSON, sent as they are. */
  lines?: string | undefined;
  headers?: Record<string, string> | undefined;
  /** Absent: sent with a token where the client has one. */
  anonymous?: boolean;
  /** A POST that may be repeated: it changes nothing, or nothing more. */
  readOnly?: boolean;
  signal?: AbortSignal | undefined;
}

/** Calls operations of the contract: addresses, tokens, retries, problems. */
export class Api {
  readonly #baseUrl: string;
  readonly #exchange: Exchange;
  readonly #streamExchange: StreamExchange;
  readonly #tokens: TokenSource | undefined;

  constructor(baseUrl: string, auth: ClientAuth | undefined, timeoutMs: number, fetch: Fetch) {
    this.#baseUrl = baseUrl;
    this.#exchange = createExchange(fetch, timeoutMs);
    this.#streamExchange = createStreamExchange(fetch, timeoutMs);
    this.#tokens = auth && createTokenSource(auth, (form) => this.#postForm(form));
  }

  /**
   * @throws MoltNetProblem when the API answers with a problem, MoltNetConnectionError when no
   * usable answer comes back.
   */
  async call<R extends Route>(route: R, input: CallInput<R> = {}): Promise<Answer<R>> {
    const [method = '', path = ''] = route.split(' ');
    const headers: Record<string, string> = { accept: 'application/json', ...input.headers };
    if (input.body !== undefined) headers['content-type'] = 'application/json';
    if (input.lines !== undefined) headers['content-type'] = 'application/x-ndjson';
    // While R is open, the compiler cannot see that its params and query are records.
    const params = input.params as PathParams | undefined;
    const query = input.query as QueryParams | undefined;
    const request: WireRequest = {
      method,
      url: requestUrl(this.#baseUrl, path, params, query),
      headers,
      body: input.body === undefined ? input.lines : JSON.stringify(input.body),
    };
    const repeatable =
      method === 'GET' ||
      method === 'DELETE' ||
      input.readOnly === true ||
      headers['idempotency-key'] !== undefined;
    const send = (extra: Record<string, string>): Promise<Reply> => {
      const once = (): Promise<Reply> =>
        this.#exchange({ ...request, headers: { ...headers, ...extra } }, input.signal);
      return repeatable ? withRetries(once, input.signal) : once();
    };
    const reply = input.anonymous === true ? await send({}) : await this.#authorised(send);
    return answerOf(reply, this.#baseUrl) as Answer<R>;
  }

  /** The answer of a call as it comes, for answers that are no JSON and may be long. */
  async stream<R extends Route>(
    route: R,
    { params, signal }: { params: Params<R>; signal?: AbortSignal | undefined },
  ): Promise<ReadableStream<Uint8Array>> {
    const answer = await this.#openStream(route, { params }, {}, signal);
    if ('status' in answer) throw problemOf(answer);
    return answer;
  }

  /** The events of a streaming operation; where it breaks off it goes on. */
  events<Data, R extends Route>(
    route: R,
    input: Pick<CallInput<R>, 'params' | 'query' | 'anonymous'>,
    options: FollowOptions,
  ): AsyncGenerator<Followed<Data>> {
    return followStream<Data>((lastEventId, signal) => {
      const headers = {
        accept: 'text/event-stream',
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      };
      return this.#openStream(route, input, headers, signal);
    }, options);
  }

  async #openStream<R extends Route>(
    route: R,
    { params, query, anonymous }: Pick<CallInput<R>, 'params' | 'query' | 'anonymous'>,
    headers: Record<string, string>,
    signal: AbortSignal | undefined,
  ): Promise<Reply | ReadableStream<Uint8Array>> {
    const [method = '', path = ''] = route.split(' ');
    const url = requestUrl(
      this.#baseUrl,
      path,
      params as PathParams | undefined,
      query as QueryParams | undefined,
    );
    let stream: ReadableStream<Uint8Array> | undefined;
    const send = async (extra: Record<string, string>): Promise<Reply> => {
      const request = { method, url, headers: { ...headers, ...extra } };
      const answer = await this.#streamExchange(request, signal);
      if ('status' in answer) return answer;
      stream = answer;
      return { status: 200, headers: new Headers(), body: undefined };
    };
    const reply = anonymous === true ? await send({}) : await this.#authorised(send);
    return stream ?? reply;
  }

  /** Sends with a token; once more with a fresh one when the API no longer takes the first. */
  async #authorised(send: (headers: Record<string, string>) => Promise<Reply>): Promise<Reply> {
    if (!this.#tokens) return send({});
    const token = await this.#tokens.get();
    const reply = await send(this.#tokens.headers(token));
    if (reply.status !== 401 || !this.#tokens.refuse(token)) return reply;
    return send(this.#tokens.headers(await this.#tokens.get()));
  }

  /** Mints with another secret from now on: the one before has been replaced. */
  replaceSecret(clientSecret: string): void {
    this.#tokens?.replaceSecret(clientSecret);
  }

  #postForm(form: URLSearchParams): Promise<Reply> {
    const request: WireRequest = {
      method: 'POST',
      url: requestUrl(this.#baseUrl, '/oauth2/token' satisfies PathOf<'POST /oauth2/token'>),
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: form.toString(),
    };
    return withRetries(() => this.#exchange(request));
  }
}

type PathOf<R extends Route> = R extends `${string} ${infer Path}` ? Path : never;

function answerOf(reply: Reply, baseUrl: string): unknown {
  if (reply.status < 200 || reply.status > 299) throw problemOf(reply);
  if (reply.status === 204) return undefined;
  if (reply.body === undefined) {
    throw new MoltNetConnectionError(`${baseUrl} did not answer with JSON: is it a MoltNet API?`);
  }
  return reply.body;
}
