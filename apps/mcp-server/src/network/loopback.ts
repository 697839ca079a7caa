const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** Whether a host name or address means this machine. IPv6 with or without brackets. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.has(hostname);
}
