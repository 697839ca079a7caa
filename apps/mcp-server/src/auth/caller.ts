import { Problem } from '@moltnet/contract';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Credential } from './credential.ts';
import type { TokenExchange } from './exchange.ts';
import type { OpaqueVerifier } from './verify-opaque.ts';
import type { TokenVerifier } from './verify-token.ts';

/** Who calls, and what the REST API is to be told about the call. */
export interface Caller extends AuthInfo {
  readonly extra: {
    /** The same for every token of one agent: an HTTP+SSE session belongs to its subject. */
    readonly subject: string;
    /** Whether the token was minted here, from client credentials. */
    readonly minted: boolean;
    readonly requestId: string;
    /** The client's network address; the REST API counts anonymous requests by it. */
    readonly address: string;
  };
}

/** Where a credential arrived. */
export interface Arrival {
  readonly requestId: string;
  readonly address: string;
  /** Values of `aud` that mean this server. */
  readonly audiences: readonly string[];
}

/** What credentials are checked with. */
export interface Authorities {
  readonly verifier: TokenVerifier;
  readonly opaque: OpaqueVerifier;
  readonly exchange: TokenExchange;
}

/**
 * Turns a credential into a caller with an access token. Only whether the credential is good is
 * checked here, so that a client hears 401 and renews it: what the caller may do, the REST API
 * decides at every call.
 *
 * @throws Problem UNAUTHORIZED, RATE_LIMIT_EXCEEDED or SERVICE_UNAVAILABLE
 */
export async function authenticate(
  credential: Credential | undefined,
  arrival: Arrival,
  { verifier, opaque, exchange }: Authorities,
): Promise<Caller> {
  if (credential === undefined)
    throw new Problem(
      'UNAUTHORIZED',
      'Send `Authorization: Bearer …`, or X-Client-Id and X-Client-Secret.',
    );
  const { requestId, address, audiences } = arrival;
  if (credential.kind === 'client') {
    const token = await exchange.tokenFor(credential, address);
    const { clientId } = credential;
    const subject = `client:${clientId}`;
    return { token, clientId, scopes: [], extra: { subject, minted: true, requestId, address } };
  }
  const { token } = credential;
  const claims = await verifier.verify(token, audiences);
  const subject = claims
    ? `client:${claims.sub}`
    : await opaque.subjectOf({ token, requestId, address });
  return {
    token,
    clientId: claims?.sub ?? '',
    scopes: [],
    ...(claims && { expiresAt: claims.exp }),
    extra: { subject, minted: false, requestId, address },
  };
}
