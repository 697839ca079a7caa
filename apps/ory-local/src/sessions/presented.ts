import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { OryError } from '../errors.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { isSessionSecret, type SessionCarrier } from './secret.ts';
import type { LiveSession } from './session.ts';
import type { Device } from './store.ts';

type Sessions = Pick<Context, 'sessions' | 'project'>;

/** Who is the session of this request? By `X-Session-Token`, a bearer token or the cookie. */
export async function sessionOf(
  { sessions, project }: Sessions,
  request: FastifyRequest,
): Promise<LiveSession | undefined> {
  const token = headerToken(request);
  const secret = token ?? readCookie(request, project.sessions.cookieName);
  const carrier: SessionCarrier = token === undefined ? 'cookie' : 'token';
  return secret !== undefined && isSessionSecret(secret, carrier)
    ? sessions.find(secret)
    : undefined;
}

/** As `sessionOf`. @throws OryError 401 when there is none. */
export async function requireSession(
  context: Sessions,
  request: FastifyRequest,
): Promise<LiveSession> {
  const session = await sessionOf(context, request);
  if (session === undefined) throw noSession();
  return session;
}

/**
 * Signs somebody in: a program gets the token in the answer, a browser the cookie.
 *
 * @returns the session; `token` is undefined for a browser.
 */
export async function startSession(
  { sessions, project, baseUrl }: Sessions & Pick<Context, 'baseUrl'>,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    identityId,
    method,
    carrier,
  }: {
    identityId: string;
    method: LiveSession['session']['method'];
    carrier: SessionCarrier;
  },
): Promise<LiveSession & { token: string | undefined }> {
  const { secret, ...live } = await sessions.issue(identityId, method, carrier, deviceOf(request));
  if (carrier === 'cookie') {
    const { cookieName: name, lifespan: maxAge } = project.sessions;
    writeCookie(reply, baseUrl, { name, value: secret, maxAge });
  }
  return { ...live, token: carrier === 'token' ? secret : undefined };
}

/** The browser forgets its session. */
export function dropSessionCookie(
  { project, baseUrl }: Pick<Context, 'project' | 'baseUrl'>,
  reply: FastifyReply,
): void {
  writeCookie(reply, baseUrl, { name: project.sessions.cookieName, value: '', maxAge: 0 });
}

function headerToken({ headers }: FastifyRequest): string | undefined {
  const named = headers['x-session-token'];
  if (typeof named === 'string') return named;
  return /^bearer +(ory_st_\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

const deviceOf = ({ ip, headers }: FastifyRequest): Device => ({
  ipAddress: ip,
  userAgent: headers['user-agent'],
});

const noSession = (): OryError =>
  new OryError(401, 'The request could not be authorized', {
    id: 'session_inactive',
    reason: 'No valid session credentials found in the request.',
  });
