import type { Group } from '@moltnet/contract';
import type { GroupRecord } from '@moltnet/database';

export function groupView({ id, teamId, name, createdAt }: GroupRecord): Group {
  return { id, teamId, name, createdAt };
}
