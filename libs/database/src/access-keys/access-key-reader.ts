import type { AgentRecord } from '../agents/agent-reader.ts';
import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { pageOf, type Page, type PageRequest } from '../paging.ts';
import type { agentAccessKeys } from '../schema/credentials.ts';

export type AccessKeyRecord = Readonly<typeof agentAccessKeys.$inferSelect>;

/** A key and whose it is. */
export type AccessKeyOfAgent = AccessKeyRecord & Pick<AgentRecord, 'publicKey' | 'fingerprint'>;

/** Whose keys are meant. */
export interface AccessKeyOwner {
  readonly identityId: string;
  /** Only this key and those that it issued, they and theirs. */
  readonly within?: string | undefined;
}

/** The ids of a key and of all that were issued by it, at any remove. */
export function selectKeysWithin(sql: Source['sql'], keyId: string) {
  return sql`
    WITH RECURSIVE issued AS (
      SELECT id FROM agent_access_keys WHERE id = ${keyId}
      UNION
      SELECT keys.id FROM agent_access_keys AS keys JOIN issued ON keys.issued_by = issued.id)
    SELECT id FROM issued`;
}

/** Reads the bearer keys that agents have issued. */
export function accessKeyReader({ sql }: Source) {
  const owned = ({ identityId, within }: AccessKeyOwner) => sql`
    identity_id = ${identityId}
    ${within === undefined ? sql`` : sql`AND id IN (${selectKeysWithin(sql, within)})`}`;

  return typedErrors({
    /** A key that is neither revoked nor expired, with its agent as it is now. */
    async live(id: string): Promise<AccessKeyOfAgent | undefined> {
      const [key] = await sql<AccessKeyOfAgent[]>`
        SELECT keys.*, agents.public_key, agents.fingerprint
        FROM agent_access_keys AS keys JOIN agents USING (identity_id)
        WHERE keys.id = ${id} AND revoked_at IS NULL AND expires_at > clock_timestamp()`;
      return key;
    },

    async get(id: string, owner: AccessKeyOwner): Promise<AccessKeyRecord | undefined> {
      const [key] = await sql<AccessKeyRecord[]>`
        SELECT * FROM agent_access_keys WHERE id = ${id} AND ${owned(owner)}`;
      return key;
    },

    /** Newest first, dead ones too until they are swept. */
    async list(
      owner: AccessKeyOwner,
      { after, limit }: PageRequest,
    ): Promise<Page<AccessKeyRecord>> {
      const rows = await sql<AccessKeyRecord[]>`
        SELECT * FROM agent_access_keys
        WHERE ${owned(owner)}
          ${after ? sql`AND (created_at, id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY created_at DESC, id DESC
        LIMIT ${limit + 1}`;
      return pageOf(rows, limit);
    },
  });
}
