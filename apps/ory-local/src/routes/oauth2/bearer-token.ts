/** The token of an `Authorization: Bearer` header (RFC 6750 section 2.1); access tokens are long. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer ([\w~+/.-]{1,16384}=*)$/i.exec(authorization ?? '')?.[1];
}
