import type { Principal } from '@moltnet/auth';
import { type AgentKey, LIMITS } from '@moltnet/contract';
import { accessKeyReader, decodeCursor, type List, pageView, type Source } from '@moltnet/database';
import { agentKeyView } from './agent-key-view.ts';
import { ownedBy } from './require-key.ts';

/**
 * The caller's keys, newest first; those that are over stay for a while.
 * @throws Problem `VALIDATION_FAILED` for a foreign cursor
 */
export async function listAgentKeys(
  db: Source,
  principal: Principal,
  { limit = LIMITS.page.default, cursor }: { limit?: number; cursor?: string },
): Promise<List<AgentKey>> {
  const after = decodeCursor(cursor);
  const page = await accessKeyReader(db).list(ownedBy(principal), { after, limit });
  return pageView(page, agentKeyView);
}
