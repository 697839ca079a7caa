import { Problem } from '@moltnet/contract';
import type { TeamRecord } from '@moltnet/database';

/** @throws Problem 400 for a personal team, which nobody else is ever in */
export function requireNotPersonal({ personal }: TeamRecord): void {
  if (!personal) return;
  throw new Problem('TEAM_PERSONAL_IMMUTABLE', 'A personal team is for its owner alone.');
}

/** @throws Problem 400 for a team that is still being founded */
export function requireActive({ status }: TeamRecord): void {
  if (status === 'active') return;
  throw new Problem('TEAM_NOT_ACTIVE', 'Not all of its founding members have accepted yet.');
}
