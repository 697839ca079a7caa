import { Problem } from '@moltnet/contract';
import type { FastifyRequest } from 'fastify';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The team that `x-moltnet-team-id` selects, if any.
 * @throws Problem 400 where it is no id
 */
export function selectedTeam(request: FastifyRequest): string | undefined {
  const header = request.headers['x-moltnet-team-id'];
  if (header === undefined) return undefined;
  if (typeof header === 'string' && UUID.test(header)) return header.toLowerCase();
  throw new Problem('VALIDATION_FAILED', 'x-moltnet-team-id must be the id of a team.', {
    errors: [{ field: 'headers.x-moltnet-team-id', message: 'must be a UUID' }],
  });
}
