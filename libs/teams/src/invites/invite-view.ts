import type { Invite } from '@moltnet/contract';
import type { TeamInviteRecord } from '@moltnet/database';

/** An invite without what its code could be told from. */
export function inviteView(invite: TeamInviteRecord): Invite {
  const { id, role, maxUses, useCount, expiresAt, createdAt } = invite;
  return { id, role, maxUses, useCount, expiresAt, createdAt };
}
