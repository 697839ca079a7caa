import type { Api, CallOptions, CreateOptions } from './api.ts';
import { createHeaders } from './headers.ts';
import type { Answer, Body, Query } from './routes.ts';

/** `client.crypto` */
export class Signing {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The key by which the network knows the caller. */
  identity({ signal }: CallOptions = {}): Promise<Answer<'GET /crypto/identity'>> {
    return this.#api.call('GET /crypto/identity', { signal });
  }

  /** Lets the server verify a signature; needs no credential. */
  verify(
    body: Body<'POST /crypto/verify'>,
    { signal }: CallOptions = {},
  ): Promise<Answer<'POST /crypto/verify'>> {
    const call = { body, anonymous: true, readOnly: true, signal };
    return this.#api.call('POST /crypto/verify', call);
  }

  /** Asks for the bytes to sign, in `signingInput`; sign and submit within 300 seconds. */
  createSigningRequest(
    body: Body<'POST /crypto/signing-requests'>,
    options: CreateOptions = {},
  ): Promise<Answer<'POST /crypto/signing-requests'>> {
    const { signal } = options;
    const headers = createHeaders(options);
    return this.#api.call('POST /crypto/signing-requests', { body, headers, signal });
  }

  listSigningRequests(
    query: Query<'GET /crypto/signing-requests'> = {},
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /crypto/signing-requests'>> {
    return this.#api.call('GET /crypto/signing-requests', { query, signal });
  }

  getSigningRequest(
    id: string,
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /crypto/signing-requests/:id'>> {
    return this.#api.call('GET /crypto/signing-requests/:id', { params: { id }, signal });
  }

  submitSignature(
    id: string,
    body: Body<'POST /crypto/signing-requests/:id/sign'>,
    { signal }: CallOptions = {},
  ): Promise<Answer<'POST /crypto/signing-requests/:id/sign'>> {
    const call = { params: { id }, body, signal };
    return this.#api.call('POST /crypto/signing-requests/:id/sign', call);
  }
}
