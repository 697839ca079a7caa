import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OryError } from '../errors.ts';
import { readCookie, writeCookie } from '../sessions/cookies.ts';
import { deriveKey } from '../tokens/sealing.ts';

const COOKIE = 'csrf_token_ory_local';
const MAX_AGE = 24 * 60 * 60;
const SHAPE = /^[\w-]{43}$/;

/**
 * Whether a form comes from the page that it was given to. The browser keeps a random cookie; the
 * token in the form is its HMAC with the flow's id. A foreign page can make the browser send the
 * cookie and can't read it, so it has no token (OWASP, "signed double-submit cookie").
 */
export class Csrf {
  readonly #key: Buffer;
  readonly #baseUrl: string;

  constructor(systemSecret: string, baseUrl: string) {
    this.#key = deriveKey(systemSecret, 'csrf');
    this.#baseUrl = baseUrl;
  }

  /** The token for a form of this browser, which gets the cookie if it has none. */
  token(request: FastifyRequest, reply: FastifyReply, subject: string): string {
    const known = this.#cookie(request);
    const value = known ?? randomBytes(32).toString('base64url');
    if (known === undefined)
      writeCookie(reply, this.#baseUrl, { name: COOKIE, value, maxAge: MAX_AGE });
    return this.#mac(value, subject);
  }

  /** @throws OryError 403 when the browser is not the one that the flow was given to. */
  requireCookie(request: FastifyRequest): void {
    if (this.#cookie(request) === undefined) throw violation();
  }

  /** @throws OryError 403 unless `token` is what `token()` gave this browser. */
  require(request: FastifyRequest, subject: string, token: unknown): void {
    const cookie = this.#cookie(request);
    if (cookie === undefined || typeof token !== 'string') throw violation();
    const [expected, given] = [this.#mac(cookie, subject), token].map((text) => Buffer.from(text));
    const equal =
      expected?.length === given?.length && timingSafeEqual(expected as Buffer, given as Buffer);
    if (!equal) throw violation();
  }

  #cookie(request: FastifyRequest): string | undefined {
    const value = readCookie(request, COOKIE);
    return value !== undefined && SHAPE.test(value) ? value : undefined;
  }

  #mac(cookie: string, subject: string): string {
    return createHmac('sha256', this.#key).update(`${cookie}:${subject}`).digest('base64url');
  }
}

const violation = (): OryError =>
  new OryError(403, 'the request was rejected to protect you from Cross-Site-Request-Forgery', {
    id: 'security_csrf_violation',
    reason:
      'Please retry the flow and optionally clear your cookies. The request was rejected to protect you from Cross-Site-Request-Forgery (CSRF) which could cause account takeover, leaking personal information, and other serious security issues.',
  });
