import { Problem } from '@moltnet/contract';
import type { Principal } from './principal.ts';

/** Whether the principal's credential reaches what belongs to this team, whatever its roles there are. */
export function reachesTeam({ credential }: Principal, teamId: string): boolean {
  return credential?.teamId === undefined || credential.teamId === teamId;
}

/** For what concerns more than one team. @throws Problem `FORBIDDEN` to a key that is bound to one */
export function requireUnbound({ credential }: Principal): void {
  if (credential?.teamId === undefined) return;
  throw new Problem('FORBIDDEN', 'This key is bound to one team.');
}
