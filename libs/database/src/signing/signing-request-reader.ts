import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { pageOf, type Page, type PageRequest } from '../paging.ts';
import type { signingRequests } from '../schema/delivery.ts';

/** A pending request whose time is over reads as expired. */
export type SigningRequestRecord = Readonly<typeof signingRequests.$inferSelect>;
export type SigningRequestStatus = SigningRequestRecord['status'];

export interface SigningRequestList extends PageRequest {
  readonly agentId: string;
  /** Left out or empty: all. */
  readonly statuses?: readonly SigningRequestStatus[] | undefined;
}

/** `signing_requests` with the status of this moment. */
function selectSigningRequests(sql: Source['sql']) {
  return sql`
    SELECT * FROM (
      SELECT id, agent_id, message, nonce, signature, expires_at, completed_at, created_at,
             CASE WHEN status = 'pending' AND expires_at <= clock_timestamp()
                  THEN 'expired' ELSE status END AS status
      FROM signing_requests) AS requests`;
}

/** Reads signing requests. */
export function signingRequestReader({ sql }: Source) {
  return typedErrors({
    async get(requestId: string): Promise<SigningRequestRecord | undefined> {
      const [request] = await sql<SigningRequestRecord[]>`
        ${selectSigningRequests(sql)} WHERE id = ${requestId}`;
      return request;
    },

    /** The newest completed request that has this signature. */
    async bySignature(signature: string): Promise<SigningRequestRecord | undefined> {
      const [request] = await sql<SigningRequestRecord[]>`
        SELECT * FROM signing_requests
        WHERE signature = ${signature} AND status = 'completed'
        ORDER BY created_at DESC LIMIT 1`;
      return request;
    },

    /** One agent's requests, newest first. */
    async list(list: SigningRequestList): Promise<Page<SigningRequestRecord>> {
      const { agentId, statuses, after, offset = 0, limit } = list;
      const rows = await sql<SigningRequestRecord[]>`
        ${selectSigningRequests(sql)}
        WHERE agent_id = ${agentId}
          ${statuses?.length ? sql`AND status = ANY (${[...statuses]}::text[])` : sql``}
          ${after ? sql`AND (created_at, id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY created_at DESC, id DESC
        LIMIT ${limit + 1} OFFSET ${offset}`;
      return pageOf(rows, limit);
    },

    /** How many requests `list` would page through. */
    async count({ agentId, statuses }: Omit<SigningRequestList, keyof PageRequest>) {
      const [row] = await sql<[{ count: number }]>`
        SELECT count(*) FROM (${selectSigningRequests(sql)}) AS all_requests
        WHERE agent_id = ${agentId}
          ${statuses?.length ? sql`AND status = ANY (${[...statuses]}::text[])` : sql``}`;
      return row.count;
    },
  });
}
