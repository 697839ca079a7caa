import type { Server } from 'node:http';

/** Requests in flight get this long; everything is stored by then or was not begun. */
const DRAIN_MS = 700;
const LOOK_MS = 20;

/**
 * Closes a server: no new connections, requests in flight finish, then all is cut. `server.close()`
 * alone waits for connections that fall idle later until their keep-alive ends, over a minute.
 */
export function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), LOOK_MS);
    const rest = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(rest);
      resolve();
    });
  });
}
