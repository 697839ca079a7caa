import type { TeamMember } from '@moltnet/contract';
import type { NamedMember } from '@moltnet/database';

/** A member as a list of them shows it. */
export function memberView(member: NamedMember): TeamMember {
  const { subjectId, subjectNs, role, name, fingerprint } = member;
  return {
    subjectId,
    subjectType: subjectNs === 'Human' ? 'human' : 'agent',
    role,
    displayName: name ?? fingerprint ?? subjectId,
    ...(fingerprint !== null && { fingerprint }),
  };
}
