import type { FrontendApi } from '@ory/client';
import { UpstreamRefusedError } from '../upstream-error.ts';
import type { Caller } from './caller.ts';
import { HUMAN_SCHEMA, nameOf } from './human-traits.ts';

/** By what a person presents their session: a program's token, or a browser's cookies. */
export type SessionCredential = { readonly token: string } | { readonly cookie: string };

/** A person whose session holds. */
export interface HumanSession {
  readonly identityId: string;
  readonly name: string | null;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** Asks Kratos whose session this is; `null` for one that does not hold, and for what is no person's. */
export type FindSession = (credential: SessionCredential) => Promise<HumanSession | null>;

/** No valid session, and one that lacks a second factor that the project asks for. */
const REFUSALS = new Set([401, 403]);

/** @param api Without the project's API key: a session speaks for itself. */
export function createFindSession(api: FrontendApi, call: Caller): FindSession {
  return async (credential) => {
    const presented =
      'token' in credential ? { xSessionToken: credential.token } : { cookie: credential.cookie };
    try {
      const session = await call(
        'kratos.toSession',
        (options) => api.toSession(presented, options),
        { idempotent: true },
      );
      const { identity, active, expires_at } = session;
      if (identity?.schema_id !== HUMAN_SCHEMA || active !== true || expires_at === undefined)
        return null;
      return { identityId: identity.id, name: nameOf(identity.traits), expiresAt: expires_at };
    } catch (error) {
      const refused = error instanceof UpstreamRefusedError ? error.upstreamStatus : 0;
      if (REFUSALS.has(refused)) return null;
      throw error;
    }
  };
}
