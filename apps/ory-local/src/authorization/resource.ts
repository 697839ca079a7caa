import { errors } from 'oidc-provider';
import { isLoopbackUrl } from '../clients/redirect-uris.ts';

/** The resource of every token that names no other; oidc-provider makes JWTs for resources only. */
export const RESOURCE = 'urn:moltnet:api';

const MAX_LENGTH = 2048;

/**
 * The resource for which a client wants a token (RFC 8707): the URL of an API or of an MCP server,
 * which becomes the token's audience and which the server itself compares with its own.
 *
 * @throws errors.InvalidTarget
 */
export function assertResource(resource: string): void {
  if (resource === RESOURCE) return;
  const url = URL.parse(resource);
  const usable = url !== null && (url.protocol === 'https:' || isLoopbackUrl(url));
  if (!usable || url.username !== '' || url.password !== '' || resource.length > MAX_LENGTH)
    throw new errors.InvalidTarget('resource is no https URL');
}

/** The audience that a token for these resources names; none where the client named none. */
export function audienceOf(resource: unknown): string[] {
  return [resource ?? []]
    .flat()
    .filter((one): one is string => typeof one === 'string' && one !== RESOURCE);
}
