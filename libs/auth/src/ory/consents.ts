import type { OAuth2Api } from '@ory/client';
import type { Caller } from './caller.ts';

/** What people have allowed clients to do in their name, in Hydra. */
export interface Consents {
  /** Ends all that a person allowed, and every token that came of it; none is no fault. */
  end(identityId: string): Promise<void>;
}

export function createConsents(api: OAuth2Api, call: Caller): Consents {
  return {
    async end(subject) {
      await call(
        'hydra.revokeOAuth2ConsentSessions',
        (options) => api.revokeOAuth2ConsentSessions({ subject, all: true }, options),
        { idempotent: true },
      );
    },
  };
}
