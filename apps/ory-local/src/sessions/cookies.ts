import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Browsers keep 4096 bytes of a cookie; ours have less than 100. */
const MAX_VALUE = 128;

/** The value of one cookie of a request (RFC 6265 section 5.4); undefined when it has none. */
export function readCookie(request: FastifyRequest, name: string): string | undefined {
  const [value] = cookiesNamed(request, name);
  return value !== undefined && value.length <= MAX_VALUE ? value : undefined;
}

/** The values of every cookie of this name: a request may have several. */
export function cookiesNamed(
  { headers }: Pick<IncomingMessage, 'headers'>,
  name: string,
): string[] {
  return (headers.cookie ?? '')
    .split(';')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    })
    .filter(([named]) => named === name)
    .map(([, value]) => value);
}

/** A cookie as it is sent to a browser. `maxAge` in seconds; 0 removes it. */
interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly maxAge: number;
}

/** Sets a cookie that scripts can't read and that other sites don't send along with a form. */
export function writeCookie(reply: FastifyReply, baseUrl: string, cookie: Cookie): void {
  void reply.header('set-cookie', cookieText(baseUrl, cookie));
}

/** The value of `Set-Cookie`. */
export function cookieText(baseUrl: string, { name, value, maxAge }: Cookie): string {
  const secure = baseUrl.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}
