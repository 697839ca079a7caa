import { join, type Joined } from './calls.ts';
import { type Network, startNetwork } from './network.ts';

/** A network with a diary, and for each thing that one may be to it an agent who is. */
export interface SharedDiary {
  readonly network: Network;
  readonly owner: Joined;
  readonly writer: Joined;
  readonly reader: Joined;
  readonly stranger: Joined;
  readonly diaryId: string;
}

export async function startSharedDiary(name: string): Promise<SharedDiary> {
  const network = await startNetwork();
  const url = await network.startMachine();
  const [owner, writer, reader, stranger] = await Promise.all([
    join(url),
    join(url),
    join(url),
    join(url),
  ]);
  const { id: diaryId } = await owner.client.diaries.create({ name });
  for (const [agent, role] of [[writer, 'writer'] as const, [reader, 'reader'] as const]) {
    const grant = { subjectId: agent.identityId, subjectNs: 'Agent' as const, role };
    await owner.client.diaries.grants.create(diaryId, grant);
  }
  return { network, owner, writer, reader, stranger, diaryId };
}
