import { isLoopback } from './loopback.ts';

/** Host name of a `Host` header, without its port; undefined where there is none to be had. */
export function hostnameOf(host: string | undefined): string | undefined {
  return host === undefined ? undefined : URL.parse(`http://${host}`)?.hostname;
}

/**
 * Answers "under which origin did this client reach us?". RFC 9728 §3.3 makes clients compare
 * `resource` with the URL that their user typed, so on loopback `localhost` and `127.0.0.1` must
 * each get their own name back; elsewhere the configured URL is the only truth, because a Host
 * header is the client's to choose.
 *
 * @param configured - origin without a trailing slash; undefined only on loopback
 */
export function createPublicUrl(
  configured: string | undefined,
): (host: string | undefined) => string {
  return (host) => {
    const hostname = hostnameOf(host);
    if (hostname !== undefined && isLoopback(hostname)) {
      const ours = configured === undefined || isLoopback(new URL(configured).hostname);
      if (ours) return `http://${host}`;
    }
    return configured ?? 'http://localhost';
  };
}
