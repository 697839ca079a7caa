import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { agentKeys, agents } from '../schema/identity.ts';

export type AgentRecord = Readonly<typeof agents.$inferSelect>;
export type AgentKeyRecord = Readonly<typeof agentKeys.$inferSelect>;

/** Reads agents and the keys that they have had. */
export function agentReader({ sql }: Source) {
  return typedErrors({
    async byIdentityId(identityId: string): Promise<AgentRecord | undefined> {
      const [agent] = await sql<AgentRecord[]>`
        SELECT * FROM agents WHERE identity_id = ${identityId}`;
      return agent;
    },

    /** By the key that the agent has now. */
    async byPublicKey(publicKey: string): Promise<AgentRecord | undefined> {
      const [agent] = await sql<AgentRecord[]>`
        SELECT * FROM agents WHERE public_key = ${publicKey}`;
      return agent;
    },

    async byClientId(clientId: string): Promise<AgentRecord | undefined> {
      const [agent] = await sql<AgentRecord[]>`
        SELECT * FROM agents WHERE client_id = ${clientId}`;
      return agent;
    },

    /** At most two: more than one means that the fingerprint is ambiguous. Upper case. */
    async byFingerprint(fingerprint: string): Promise<AgentRecord[]> {
      return sql<AgentRecord[]>`
        SELECT * FROM agents WHERE fingerprint = ${fingerprint} ORDER BY identity_id LIMIT 2`;
    },

    /** Those of `publicKeys` that are or were an agent's. */
    async keys(publicKeys: readonly string[]): Promise<AgentKeyRecord[]> {
      return sql<AgentKeyRecord[]>`
        SELECT * FROM agent_keys WHERE public_key = ANY (${[...publicKeys]}::text[])`;
    },

    /** A key, of now or of the past, and when it was valid. */
    async key(publicKey: string): Promise<AgentKeyRecord | undefined> {
      const [key] = await sql<AgentKeyRecord[]>`
        SELECT * FROM agent_keys WHERE public_key = ${publicKey}`;
      return key;
    },
  });
}
