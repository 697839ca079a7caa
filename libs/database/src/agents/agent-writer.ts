import { uuidv7 } from 'uuidv7';
import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { AgentRecord } from './agent-reader.ts';

export interface NewAgent {
  readonly identityId: string;
  readonly name?: string | undefined;
  readonly clientId?: string | undefined;
  /** `ed25519:` and base64. */
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly personalTeamId: string;
}

export interface KeyRotation {
  readonly identityId: string;
  readonly oldPublicKey: string;
  readonly newPublicKey: string;
  readonly newFingerprint: string;
}

/** Writes agents. */
export function agentWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * Inserts an agent and its first key.
     * @throws {UniqueViolation} agents_pkey, agents_public_key_key, agent_keys_public_key_key
     */
    async create(agent: NewAgent): Promise<AgentRecord> {
      const [created] = await sql<[AgentRecord]>`
        INSERT INTO agents
          (identity_id, name, client_id, public_key, fingerprint, personal_team_id)
        VALUES (${agent.identityId}, ${agent.name ?? null}, ${agent.clientId ?? null},
                ${agent.publicKey}, ${agent.fingerprint}, ${agent.personalTeamId})
        RETURNING *`;
      await sql`
        INSERT INTO agent_keys (id, identity_id, public_key, fingerprint)
        VALUES (${uuidv7()}, ${agent.identityId}, ${agent.publicKey}, ${agent.fingerprint})`;
      return created;
    },

    async setClient(identityId: string, clientId: string): Promise<void> {
      await sql`UPDATE agents SET client_id = ${clientId} WHERE identity_id = ${identityId}`;
    },

    /**
     * Replaces the key that the agent has, which stays on record, and ends every token that names
     * it. False when the agent has another key by now.
     * @throws {UniqueViolation} agents_public_key_key, agent_keys_public_key_key
     */
    async rotateKey(rotation: KeyRotation): Promise<boolean> {
      const { identityId, oldPublicKey, newPublicKey, newFingerprint } = rotation;
      const { count } = await sql`
        UPDATE agents
        SET public_key = ${newPublicKey}, fingerprint = ${newFingerprint},
            credentials_version = credentials_version + 1
        WHERE identity_id = ${identityId} AND public_key = ${oldPublicKey}`;
      if (count === 0) return false;
      await sql`
        UPDATE agent_keys SET valid_until = now()
        WHERE identity_id = ${identityId} AND valid_until IS NULL`;
      await sql`
        INSERT INTO agent_keys (id, identity_id, public_key, fingerprint)
        VALUES (${uuidv7()}, ${identityId}, ${newPublicKey}, ${newFingerprint})`;
      return true;
    },

    /** Ends every token that was minted so far. */
    async endTokens(identityId: string): Promise<void> {
      await sql`
        UPDATE agents SET credentials_version = credentials_version + 1
        WHERE identity_id = ${identityId}`;
    },

    /** Removes an agent and its keys, to undo a registration. */
    async delete(identityId: string): Promise<void> {
      await sql`DELETE FROM agents WHERE identity_id = ${identityId}`;
    },
  });
}
