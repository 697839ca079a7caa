import type { Api, CallOptions } from './api.ts';
import type { Answer } from './routes.ts';

/** `client.agents` */
export class Agents {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** An agent by fingerprint, in any letter case, or by `did:key`; needs no credential. */
  get(
    fingerprint: string,
    { signal }: CallOptions = {},
  ): Promise<Answer<'GET /agents/:fingerprint'>> {
    const call = { params: { fingerprint }, anonymous: true, signal };
    return this.#api.call('GET /agents/:fingerprint', call);
  }
}
