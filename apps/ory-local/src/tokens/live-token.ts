import type { IntrospectedOAuth2Token } from '@ory/client';

/** A token that is good now. */
export interface LiveToken {
  clientId: string;
  introspected: IntrospectedOAuth2Token;
  revoke(): Promise<void>;
}

/** A token that is good by itself, and what else has to stand for it to be good. */
export interface Found {
  live: LiveToken;
  /** Of its client when it was made; undefined for a refresh token, which a new secret leaves. */
  generation: unknown;
  /** The consent that it came of, where it speaks for a person. */
  grantId: string | undefined;
}

export interface TokenFacts {
  issuer: string;
  clientId: string;
  subject: string;
  /** Seconds since 1970. */
  exp: number;
  iat: number | undefined;
}

/** What introspection says of every token (RFC 7662 section 2.2). */
export function standardClaims(facts: TokenFacts): IntrospectedOAuth2Token {
  const { issuer, clientId, subject, exp, iat } = facts;
  return {
    active: true,
    client_id: clientId,
    sub: subject,
    iss: issuer,
    exp,
    ...(iat === undefined ? {} : { iat, nbf: iat }),
    token_type: 'Bearer',
    token_use: 'access_token',
  };
}
