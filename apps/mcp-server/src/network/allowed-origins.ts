import { isLoopback } from './loopback.ts';

/** Whether a page of this `Origin` may call us. */
export type AllowedOrigins = (origin: string) => boolean;

/**
 * @param listed - origins by configuration, compared whole: scheme, host and port
 * @param loopback - whether pages served from this machine may too, on any port, as on a server
 *   that is bound to loopback: local inspectors choose their ports freely
 */
export function createAllowedOrigins(listed: readonly string[], loopback: boolean): AllowedOrigins {
  return (origin) => {
    if (listed.includes(origin)) return true;
    const hostname = URL.parse(origin)?.hostname;
    return loopback && hostname !== undefined && isLoopback(hostname);
  };
}
