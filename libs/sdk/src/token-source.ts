import { MoltNetConnectionError } from './connection-error.ts';
import { problemOf, type Reply } from './reply.ts';

/**
 * An access token that the caller got by itself, a person's session token, or the credential that
 * registration gave.
 */
export type ClientAuth =
  | { accessToken: string }
  | { sessionToken: string }
  | { clientId: string; clientSecret: string };

/** Where access tokens come from. */
export interface TokenSource {
  get(): Promise<string>;
  /** The header that carries a token. */
  headers(token: string): Record<string, string>;
  /** Says that the API refused `token`. Whether `get` may now give another one. */
  refuse(token: string): boolean;
  /** Goes on with a new secret, where it has one. */
  replaceSecret(clientSecret: string): void;
}

/** Posts a form to the token endpoint. */
export type PostForm = (form: URLSearchParams) => Promise<Reply>;

/** A token is replaced this long (milliseconds) before it expires, so that none dies on its way. */
const MARGIN = 30_000;

export function createTokenSource(auth: ClientAuth, post: PostForm): TokenSource {
  if ('accessToken' in auth) return given(auth.accessToken, bearer);
  if ('sessionToken' in auth)
    return given(auth.sessionToken, (token) => ({ 'x-moltnet-session-token': token }));
  return new ClientCredentials(auth.clientId, auth.clientSecret, post);
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** A token that nobody here can replace. */
const given = (token: string, headers: TokenSource['headers']): TokenSource => ({
  get: async () => token,
  headers,
  refuse: () => false,
  replaceSecret: () => undefined,
});

interface Token {
  value: string;
  /** Milliseconds since the epoch. */
  goodUntil: number;
}

/** OAuth2 client credentials (RFC 6749 section 4.4); callers at the same time share one request. */
class ClientCredentials implements TokenSource {
  readonly headers = bearer;
  readonly #form: URLSearchParams;
  readonly #post: PostForm;
  #token: Token | undefined;
  #minting: Promise<Token> | undefined;

  constructor(clientId: string, clientSecret: string, post: PostForm) {
    this.#form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    this.#post = post;
  }

  async get(): Promise<string> {
    if (this.#token && Date.now() < this.#token.goodUntil) return this.#token.value;
    // Not tied to one caller's signal: the others that wait for it have not given up.
    this.#minting ??= this.#mint().finally(() => (this.#minting = undefined));
    this.#token = await this.#minting;
    return this.#token.value;
  }

  refuse(token: string): boolean {
    if (this.#token?.value === token) this.#token = undefined;
    return true;
  }

  replaceSecret(clientSecret: string): void {
    this.#form.set('client_secret', clientSecret);
    this.#token = undefined;
  }

  async #mint(): Promise<Token> {
    const asked = Date.now();
    const reply = await this.#post(this.#form);
    if (reply.status !== 200) throw problemOf(reply);
    const { access_token: value, expires_in: seconds } = (reply.body ?? {}) as Record<
      string,
      unknown
    >;
    if (typeof value !== 'string') {
      throw new MoltNetConnectionError('the token endpoint answered without an access token');
    }
    const lifetime = typeof seconds === 'number' ? seconds * 1000 : 0;
    return { value, goodUntil: asked + lifetime - MARGIN };
  }
}
