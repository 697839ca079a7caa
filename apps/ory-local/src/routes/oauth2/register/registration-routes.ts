import rateLimit from '@fastify/rate-limit';
import { translateError, UnstorableTextError } from '@moltnet/database';
import type { FastifyError } from 'fastify';
import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { OryError } from '../../../errors.ts';
import { invalidMetadata, RegistrationError } from '../../../registration/registration-error.ts';
import { deleteOidcDynamicClient } from './id/delete.ts';
import { getOidcDynamicClient } from './id/get.ts';
import { setOidcDynamicClient } from './id/put.ts';
import { createOidcDynamicClient } from './post.ts';

/** Clients that may register themselves from one address, and calls to manage them. */
const REGISTRATIONS_PER_MINUTE = 20;
/** Addresses whose counters are kept; the least recently seen go first. */
const MAX_ADDRESSES = 10_000;

/**
 * Registration of clients by themselves (RFC 7591 and 7592, OpenID Connect Dynamic Client
 * Registration 1.0). Open to everybody, hence limited by address; errors have the RFC's form.
 */
export async function registrationRoutes(routes: Routes, context: Context): Promise<void> {
  await routes.register(rateLimit, {
    max: context.registrationsPerMinute ?? REGISTRATIONS_PER_MINUTE,
    timeWindow: 60_000,
    cache: MAX_ADDRESSES,
    errorResponseBuilder: (_request, { max }) =>
      new RegistrationError(429, 'too_many_requests', `At most ${max} registrations a minute.`),
  });
  routes.setErrorHandler<FastifyError | OryError | RegistrationError>((thrown, _request, reply) => {
    const error = asRegistrationError(thrown);
    if (error === undefined) throw thrown;
    if (error.statusCode === 401)
      void reply.header('www-authenticate', `Bearer error="${error.code}"`);
    return reply
      .code(error.statusCode)
      .header('cache-control', 'no-store')
      .send({ error: error.code, error_description: error.message });
  });
  for (const route of [
    createOidcDynamicClient,
    getOidcDynamicClient,
    setOidcDynamicClient,
    deleteOidcDynamicClient,
  ])
    route(routes, context);
}

/** Undefined for what is no fault of the caller: the app's own handler answers it. */
function asRegistrationError(thrown: FastifyError | OryError | RegistrationError) {
  if (thrown instanceof RegistrationError) return thrown;
  if (thrown instanceof OryError)
    return thrown.statusCode === 400 ? invalidMetadata(thrown.reason ?? thrown.message) : undefined;
  const translated = translateError(thrown);
  if (translated instanceof UnstorableTextError) return invalidMetadata(translated.message);
  const { statusCode = 500, message } = thrown;
  return statusCode === 400 ? invalidMetadata(message) : undefined;
}
