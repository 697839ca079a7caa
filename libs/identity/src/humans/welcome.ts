import { diaryTeam, type HumanIdentity, teamMembership } from '@moltnet/auth';
import {
  type Database,
  diaryWriter,
  humanReader,
  humanWriter,
  relationOutboxWriter,
  teamWriter,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';

/** Of a personal team whose owner has no name: their address is nobody else's business. */
const UNNAMED_TEAM = 'Personal';

/**
 * Makes what a person has from their first day, as an agent has it: a personal team and in it a
 * private diary named `Private`, with the relations that go with them; all of it or nothing, and
 * once, however many ask at the same time.
 *
 * @returns each relation's `seq`; none when they were there already.
 */
export async function welcome(
  db: Database,
  { id: identityId, name }: HumanIdentity,
): Promise<readonly number[]> {
  if ((await humanReader(db).byIdentityId(identityId)) !== undefined) return [];
  return db.transaction(async (tx) => {
    const [teamId, diaryId] = [uuidv7(), uuidv7()];
    // Whoever comes second waits here for the first, and finds it done.
    if (!(await humanWriter(tx).add({ identityId, name, personalTeamId: teamId }))) return [];
    const owner = { teamId, subjectId: identityId, subjectNs: 'Human', role: 'owner' } as const;
    const teams = teamWriter(tx);
    await teams.create({
      id: teamId,
      name: name ?? UNNAMED_TEAM,
      personal: true,
      createdBy: identityId,
    });
    await teams.addMember(owner);
    await diaryWriter(tx).create({
      id: diaryId,
      name: 'Private',
      visibility: 'private',
      teamId,
      creatorId: identityId,
    });
    const relations = [teamMembership(owner), diaryTeam(diaryId, teamId)];
    return relationOutboxWriter(tx).append('insert', relations);
  });
}
