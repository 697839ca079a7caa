import type { IncomingMessage } from 'node:http';
import { Problem } from '@moltnet/contract';
import type { SessionCredential } from '../ory/sessions.ts';
import { countHeader } from './bearer.ts';

export const SESSION_HEADER = 'x-moltnet-session-token';

/** The characters and lengths that session tokens have; what has not is not worth a call. */
const TOKEN = /^[\w.~+/=-]{16,512}$/;
/** Kratos' cookie where it hosts itself, and on Ory Network, which adds the project's name. */
const COOKIE = /^(?:ory_kratos_session|ory_session_[\w-]{1,64})=[\w.~+/=%|-]{16,3072}$/;
/** A browser has one; more of them are somebody's try to be two. */
const MAX_COOKIES = 2;

/**
 * By what a request presents a session: the header, else the cookie; `null` when by neither. Of the
 * cookies the session's alone is handed on.
 * @throws Problem `UNAUTHORIZED` when the header is no session token, or is there twice.
 */
export function sessionCredential(request: IncomingMessage): SessionCredential | null {
  const token = request.headers[SESSION_HEADER];
  if (token !== undefined) {
    if (
      typeof token === 'string' &&
      TOKEN.test(token) &&
      countHeader(request, SESSION_HEADER) === 1
    )
      return { token };
    throw new Problem('UNAUTHORIZED', 'X-Moltnet-Session-Token must be one session token.');
  }
  const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const own = cookies.filter((pair) => COOKIE.test(pair));
  return own.length === 0 || own.length > MAX_COOKIES ? null : { cookie: own.join('; ') };
}
