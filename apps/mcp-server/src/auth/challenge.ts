/** Path of the RFC 9728 metadata; the resource's own path follows it (§3.1). */
export const METADATA_PATH = '/.well-known/oauth-protected-resource';

/**
 * The `WWW-Authenticate` value of a 401 (RFC 6750 §3, RFC 9728 §5.1).
 * @param publicUrl - origin under which the client reached us
 * @param resourcePath - `/mcp` or `/sse`
 * @param scopes - that a client asks its user to consent to
 * @param rejected - whether a credential came and was refused; without one RFC 6750 wants no `error`
 */
export function challenge(
  publicUrl: string,
  resourcePath: string,
  scopes: readonly string[],
  rejected: boolean,
): string {
  return [
    `Bearer resource_metadata="${publicUrl}${METADATA_PATH}${resourcePath}"`,
    `scope="${scopes.join(' ')}"`,
    ...(rejected ? ['error="invalid_token"'] : []),
  ].join(', ');
}
