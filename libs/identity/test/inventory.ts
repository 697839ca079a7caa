import type { Database } from '@moltnet/database';

/** What a registration makes, counted in every system; ory-local keeps its state in the same database. */
export interface Inventory {
  readonly agents: number;
  readonly keys: number;
  readonly teams: number;
  readonly members: number;
  readonly diaries: number;
  readonly identities: number;
  readonly clients: number;
  readonly relations: number;
}

export const NOTHING: Inventory = {
  agents: 0,
  keys: 0,
  teams: 0,
  members: 0,
  diaries: 0,
  identities: 0,
  clients: 0,
  relations: 0,
};

/** What one registered agent has. */
export const ONE_AGENT: Inventory = {
  agents: 1,
  keys: 1,
  teams: 1,
  members: 1,
  diaries: 1,
  identities: 1,
  clients: 1,
  relations: 2,
};

export async function inventory({ sql }: Pick<Database, 'sql'>): Promise<Inventory> {
  const [counts] = await sql<[Inventory]>`
    SELECT (SELECT count(*) FROM agents) AS agents,
           (SELECT count(*) FROM agent_keys) AS keys,
           (SELECT count(*) FROM teams) AS teams,
           (SELECT count(*) FROM team_members) AS members,
           (SELECT count(*) FROM diaries) AS diaries,
           (SELECT count(*) FROM ory_local.identities) AS identities,
           (SELECT count(*) FROM ory_local.oauth2_clients) AS clients,
           (SELECT count(*) FROM ory_local.relation_tuples) AS relations`;
  return { ...counts };
}

/** Empties every system but for DBOS's own tables. */
export async function empty({ sql }: Pick<Database, 'sql'>): Promise<void> {
  await sql`
    TRUNCATE agents, agent_keys, registrations, teams, team_members, diaries, relation_outbox,
             ory_local.identities, ory_local.oauth2_clients, ory_local.relation_tuples CASCADE`;
}
