const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);
const MAX_LENGTH = 2048;

/** Whether an http URL stays on the machine that asks for it. */
export function isLoopbackUrl({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && LOOPBACK.has(hostname);
}

/**
 * What is wrong with a redirect URI that a client brings by itself; undefined when nothing is. Codes
 * go to https, to the person's own machine, or to an app of theirs by a private-use scheme that is a
 * reversed domain name (RFC 8252 sections 7 and 8.4: one without a period is anybody's).
 */
export function redirectUriFault(uri: string): string | undefined {
  const parsed = URL.parse(uri);
  if (parsed === null || uri.length > MAX_LENGTH) return 'is no absolute URI';
  if (uri.includes('#')) return 'has a fragment';
  if (parsed.username !== '' || parsed.password !== '') return 'holds credentials';
  if (/[\s\\*]/.test(uri)) return 'holds a space, a backslash or a wildcard';
  const { protocol, hostname } = parsed;
  if (protocol === 'https:') return LOOPBACK.has(hostname) ? 'is https on loopback' : undefined;
  if (protocol === 'http:') return isLoopbackUrl(parsed) ? undefined : 'is http beyond loopback';
  return protocol.includes('.') ? undefined : 'has a scheme that is no reversed domain name';
}

/**
 * OpenID's `application_type`. A `native` client may come back at any port of loopback (RFC 8252
 * section 7.3), and is asked about each time, because anybody on the machine could be it (8.6).
 */
export function applicationType(redirectUris: readonly string[]): 'native' | 'web' {
  const parsed = redirectUris.map((uri) => URL.parse(uri)).filter((uri) => uri !== null);
  const native = parsed.every((uri) => redirectUriFault(uri.href) === undefined || isLocal(uri));
  return native && parsed.some(isLocal) ? 'native' : 'web';
}

const isLocal = (uri: URL): boolean => isLoopbackUrl(uri) || !/^https?:$/.test(uri.protocol);
