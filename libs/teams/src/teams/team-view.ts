import type { Team } from '@moltnet/contract';
import type { TeamOfMember } from '@moltnet/database';

/** A team as one of its members sees it. */
export function teamView({ id, name, personal, status, role }: TeamOfMember): Team {
  return { id, name, personal, status, role };
}
