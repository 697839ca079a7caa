import { setTimeout as delay } from 'node:timers/promises';

import { diaryTeam, teamMembership } from '@moltnet/auth';
import { relationOutboxWriter, teamWriter } from '@moltnet/database';
import type { Database } from '@moltnet/database';

import type { Layout } from '../corpus/layout.ts';
import type { ApiLoad } from './api-load.ts';

const DELIVERED_MS = 30_000;

/** Makes the agent one of the team that has the corpus, and waits until the API lets it read there. */
export async function joinCorpus(
  db: Database,
  api: ApiLoad,
  layout: Layout,
  identityId: string,
): Promise<void> {
  const { teamId, teamDiaryIds, hugeDiaryId } = layout;
  const member = {
    teamId,
    subjectId: identityId,
    subjectNs: 'Agent' as const,
    role: 'member' as const,
  };
  await db.transaction(async (tx) => {
    await teamWriter(tx).addMember(member);
    await relationOutboxWriter(tx).append('insert', [
      ...teamDiaryIds.map((diaryId) => diaryTeam(diaryId, teamId)),
      teamMembership(member),
    ]);
  });
  const deadline = Date.now() + DELIVERED_MS;
  for (;;) {
    const answer = await api.ask('GET', `/diaries/${hugeDiaryId}`);
    if (answer.status === 200) return;
    if (Date.now() > deadline) throw new Error(`The corpus cannot be read: ${answer.status}`);
    await delay(100);
  }
}
