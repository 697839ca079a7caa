import { createHash } from 'node:crypto';

import { fingerprint } from '@moltnet/crypto';
import type { Database } from '@moltnet/database';

import type { Layout } from './layout.ts';

/** The agents of a corpus, each with a team of its own, and whose diaries there are. */
export async function loadOwners(db: Database, layout: Layout): Promise<void> {
  const { agentIds, teamId, teamDiaryIds, smallDiaryIds } = layout;
  const keys = agentIds.map((id) => `ed25519:${createHash('sha256').update(id).digest('base64')}`);
  const others = smallDiaryIds.slice(1);
  await db.transaction(async ({ sql }) => {
    await sql`
      INSERT INTO teams (id, name, personal, created_by)
      SELECT id, 'Personal', true, id FROM unnest(${agentIds as string[]}::uuid[]) AS agent (id)
      UNION ALL VALUES (${teamId}::uuid, 'Corpus', false, ${agentIds[0]!}::uuid)`;
    await sql`
      INSERT INTO agents (identity_id, name, public_key, fingerprint, personal_team_id)
      SELECT id, 'Agent ' || number, key, fingerprint, id
      FROM unnest(${agentIds as string[]}::uuid[], ${keys}::text[], ${keys.map(fingerprint)}::text[])
           WITH ORDINALITY AS agent (id, key, fingerprint, number)`;
    await sql`
      INSERT INTO agent_keys (id, identity_id, public_key, fingerprint)
      SELECT identity_id, identity_id, public_key, fingerprint FROM agents
      WHERE identity_id = ANY (${agentIds as string[]}::uuid[])`;
    await sql`
      INSERT INTO diaries (id, name, team_id, creator_id)
      SELECT id, 'corpus ' || number, ${teamId}::uuid, ${agentIds[0]!}::uuid
      FROM unnest(${teamDiaryIds as string[]}::uuid[]) WITH ORDINALITY AS diary (id, number)
      UNION ALL
      SELECT id, 'Private', agent, agent
      FROM unnest(${others}::uuid[], ${agentIds.slice(-others.length)}::uuid[]) AS diary (id, agent)`;
  });
}
