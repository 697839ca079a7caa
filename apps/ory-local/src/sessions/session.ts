import type { Session, SessionAuthenticationMethod } from '@ory/client';
import { toIdentity, type IdentityRow } from '../identities/identity.ts';

/** By what somebody signed in. */
export type SessionMethod = 'password' | 'code_recovery';

/** A row of `ory_local.sessions`; times are RFC 3339. */
export interface SessionRow {
  id: string;
  identityId: string;
  active: boolean;
  method: SessionMethod;
  authenticatedAt: string;
  issuedAt: string;
  expiresAt: string;
  ipAddress: string | null;
  userAgent: string | null;
}

/** A session that holds now, and whose it is. */
export interface LiveSession {
  session: SessionRow;
  identity: IdentityRow;
}

/** The session as Kratos answers it. Administrative metadata is for the admin API alone. */
export function toSession({ session, identity }: LiveSession, baseUrl: string): Session {
  const method: SessionAuthenticationMethod = {
    method: session.method,
    aal: 'aal1',
    completed_at: session.authenticatedAt,
  };
  return {
    id: session.id,
    active: session.active && Date.parse(session.expiresAt) > Date.now(),
    expires_at: session.expiresAt,
    authenticated_at: session.authenticatedAt,
    authenticator_assurance_level: 'aal1',
    authentication_methods: [method],
    issued_at: session.issuedAt,
    identity: toPublicIdentity(identity, baseUrl),
    devices: [
      {
        id: session.id,
        ip_address: session.ipAddress ?? '',
        user_agent: session.userAgent ?? '',
        location: '',
      },
    ],
  };
}

/** What the owner of an identity may see of it: neither credentials nor administrative metadata. */
export function toPublicIdentity(row: IdentityRow, baseUrl: string) {
  const { credentials: _, metadata_admin: __, ...identity } = toIdentity(row, baseUrl);
  return identity;
}
