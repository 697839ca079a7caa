import type {
  CreateDiaryInput,
  CreateEntryInput,
  Diary,
  Entry,
  FieldError,
  ListEntriesQuery,
  ProblemDetails,
  SearchInput,
  SearchResults,
  SigningRequest,
  WhoAmI,
} from '@moltnet/contract';

/** The REST API refused a call. */
export class MoltNetProblem extends Error {
  override readonly name = 'MoltNetProblem';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;

  constructor(problem: ProblemDetails) {
    super(`${problem.title}: ${problem.detail}`);
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.retryAfter = problem.retryAfter;
    this.requestId = problem.requestId;
  }
}

/** No answer came: no route, no connection, or none in time. */
export class MoltNetConnectionError extends Error {
  override readonly name = 'MoltNetConnectionError';
}

export interface ClientOptions {
  readonly baseUrl: string;
  readonly auth: { readonly accessToken: string };
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

type Query = Readonly<Record<string, unknown>>;

export function createMoltNetClient(options: ClientOptions) {
  async function send<T extends object>(
    method: string,
    path: string,
    query: Query,
    body?: object,
  ): Promise<T> {
    const url = new URL(options.baseUrl + path);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    let response: Response;
    try {
      response = await options.fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${options.auth.accessToken}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(options.timeoutMs),
      });
    } catch (error) {
      throw new MoltNetConnectionError('The MoltNet API does not answer.', { cause: error });
    }
    const answer = (await response.json()) as object;
    if (!response.ok) throw new MoltNetProblem(answer as ProblemDetails);
    return answer as T;
  }

  return {
    whoami: () => send<WhoAmI>('GET', '/agents/whoami', {}),
    diaries: {
      list: (query: Query) => send<Page<Diary>>('GET', '/diaries', query),
      create: (input: CreateDiaryInput) => send<Diary>('POST', '/diaries', {}, input),
    },
    entries: {
      create: (diaryId: string, input: CreateEntryInput) =>
        send<Entry>('POST', `/diaries/${diaryId}/entries`, {}, input),
      get: (id: string) => send<Entry>('GET', `/entries/${id}`, {}),
      list: (diaryId: string, query: ListEntriesQuery) =>
        send<Page<Entry>>('GET', `/diaries/${diaryId}/entries`, query),
      search: (input: SearchInput) => send<SearchResults>('POST', '/diaries/search', {}, input),
    },
    crypto: {
      createSigningRequest: ({ message }: { message: string }) =>
        send<SigningRequest>('POST', '/crypto/signing-requests', {}, { message }),
      submitSignature: (id: string, signature: string) =>
        send<SigningRequest>('POST', `/crypto/signing-requests/${id}/sign`, {}, { signature }),
    },
  };
}

export type MoltNetClient = ReturnType<typeof createMoltNetClient>;
