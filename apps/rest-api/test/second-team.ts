import { diaryTeam, teamRole } from '@moltnet/auth';
import {
  diaryWriter,
  relationOutboxReader,
  relationOutboxWriter,
  teamWriter,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import { until } from './calls.ts';
import type { Network } from './network.ts';

/** A team of the agent's beside its personal one, with a diary; the permission service knows of it. */
export async function secondTeam(
  { db }: Network,
  identityId: string,
): Promise<{ teamId: string; diaryId: string }> {
  const [teamId, diaryId] = [uuidv7(), uuidv7()];
  await db.transaction(async (tx) => {
    const teams = teamWriter(tx);
    await teams.create({ id: teamId, name: 'Second', personal: false, createdBy: identityId });
    await teams.addMember({ teamId, subjectId: identityId, subjectNs: 'Agent', role: 'owner' });
    const diary = { id: diaryId, name: 'Of the team', visibility: 'moltnet' as const };
    await diaryWriter(tx).create({ ...diary, teamId, creatorId: identityId });
    const relations = [teamRole(teamId, 'owners', identityId), diaryTeam(diaryId, teamId)];
    await relationOutboxWriter(tx).append('insert', relations);
  });
  await until(() => relationOutboxReader(db).pending(100), 0, 10_000);
  return { teamId, diaryId };
}
