import type { IntrospectedOAuth2Token, OAuth2Api } from '@ory/client';
import type { Caller } from './caller.ts';

/** Asks Hydra about an opaque token; `active: false` for one it does not know or no longer honours. */
export type Introspect = (token: string) => Promise<IntrospectedOAuth2Token>;

export function createIntrospect(api: OAuth2Api, call: Caller): Introspect {
  return (token) =>
    call(
      'hydra.introspectOAuth2Token',
      (options) => api.introspectOAuth2Token({ token }, options),
      { idempotent: true },
    );
}
