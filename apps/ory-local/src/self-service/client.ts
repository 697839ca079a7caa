import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { badRequest } from '../errors.ts';
import type { FlowRow } from './flow.ts';

/** Whether a script or program asks, and not somebody who follows links and sends forms. */
export function wantsJson({ headers }: FastifyRequest): boolean {
  const accept = headers.accept ?? '';
  const prefersJson = accept.includes('application/json') && !accept.includes('text/html');
  return prefersJson || (headers['content-type'] ?? '').startsWith('application/json');
}

/** Whether the answer is JSON: always for programs, for browsers when a script asks. */
export const answersJson = (flow: Pick<FlowRow, 'type'>, request: FastifyRequest): boolean =>
  flow.type === 'api' || wantsJson(request);

/** A longer URL is nobody's way back. */
export const MAX_URL = 2048;

/**
 * Where a browser may be sent: to ory-local itself or below one of the project's
 * `allowed_return_urls`. Anything else would make our log-in page a way to foreign pages.
 *
 * @throws OryError 400 for any other URL.
 */
export function allowedReturn(
  { baseUrl, project }: Pick<Context, 'baseUrl' | 'project'>,
  returnTo: string | undefined,
): string | null {
  if (returnTo === undefined) return null;
  const target = URL.parse(returnTo, baseUrl);
  const allowed = [baseUrl, ...project.allowedReturnUrls].map((url) => new URL(url));
  const within = allowed.some(
    ({ origin, pathname }) =>
      target?.origin === origin && below(target.pathname, pathname.replace(/\/$/, '')),
  );
  if (target === null || !within) throw badRequest('The return_to URL is not allowed.');
  return target.href;
}

const below = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

/** The page that draws a flow, as Ory Network has it. */
export const pageOf = (baseUrl: string, { kind, id }: Pick<FlowRow, 'kind' | 'id'>): string =>
  `${baseUrl}/ui/${kind}?flow=${id}`;
