import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Database, Source } from '@moltnet/database';
import { notFound } from '../errors.ts';
import { isUuid } from '../uuid.ts';
import { EMPTY_CONTENT, type FlowContent, type FlowKind, type FlowRow } from './flow.ts';

/** What a flow begins with. */
export type FlowInput = Pick<FlowRow, 'kind' | 'type' | 'requestUrl'> &
  Partial<Pick<FlowRow, 'returnTo' | 'refresh' | 'identityId' | 'state' | 'content'>> & {
    /** Seconds until it ends. */
    lifespan: number;
    /** What recovers the identity; its hash is kept. */
    code?: string;
  };

/** Six digits are guessed in a million tries; Kratos allows five, too. */
const MAX_ATTEMPTS = 5;

/** Self-service flows in Postgres. */
export class FlowStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(input: FlowInput): Promise<FlowRow> {
    const { sql } = this.#database;
    const id = randomUUID();
    const row = {
      id,
      kind: input.kind,
      type: input.type,
      state: input.state ?? 'choose_method',
      request_url: input.requestUrl,
      return_to: input.returnTo ?? null,
      refresh: input.refresh ?? false,
      identity_id: input.identityId ?? null,
      content: JSON.stringify(input.content ?? EMPTY_CONTENT),
      code_hash: input.code === undefined ? null : codeHash(id, input.code),
      expires_at: new Date(Date.now() + input.lifespan * 1000).toISOString(),
    };
    const [created] = await sql<FlowRow[]>`
      insert into ory_local.self_service_flows ${sql(row)} returning ${columns(sql)}`;
    if (created === undefined) throw new Error('a flow was inserted and is not there');
    return created;
  }

  /** @throws OryError 404 when there is none of this kind. */
  async get(kind: FlowKind, id: string): Promise<FlowRow> {
    const { sql } = this.#database;
    const [row] = isUuid(id)
      ? await sql<FlowRow[]>`
          select ${columns(sql)} from ory_local.self_service_flows
          where id = ${id} and kind = ${kind}`
      : [];
    if (row === undefined) throw notFound('The flow does not exist.');
    return row;
  }

  /** What the form shows from now on. */
  async update(id: string, state: FlowRow['state'], content: FlowContent): Promise<FlowRow> {
    const { sql } = this.#database;
    const [row] = await sql<FlowRow[]>`
      update ory_local.self_service_flows
      set state = ${state}, content = ${JSON.stringify(content)}
      where id = ${id} returning ${columns(sql)}`;
    if (row === undefined) throw notFound('The flow does not exist.');
    return row;
  }

  /**
   * Gives a flow another code, and whose it is. What was tried of the one before counts on, so that
   * asking anew does not buy more guesses.
   */
  async setCode(id: string, identityId: string | null, code: string): Promise<void> {
    const { sql } = this.#database;
    await sql`
      update ory_local.self_service_flows
      set identity_id = ${identityId}, code_hash = ${codeHash(id, code)}
      where id = ${id}`;
  }

  /**
   * Uses a code up. Every try counts before it is compared, so that tries at the same time don't
   * share one; after five the code is worth nothing.
   *
   * @returns whose code it was, which then is good no more; undefined where it was nobody's.
   */
  async redeem(id: string, code: string): Promise<string | undefined> {
    const { sql } = this.#database;
    const [tried] = await sql<{ codeHash: Buffer }[]>`
      update ory_local.self_service_flows set attempts = attempts + 1
      where id = ${id} and code_hash is not null and attempts < ${MAX_ATTEMPTS}
        and expires_at > now()
      returning code_hash`;
    if (tried === undefined || !timingSafeEqual(tried.codeHash, codeHash(id, code)))
      return undefined;
    // Of the very code that was compared: the flow may have got another one, for somebody else.
    const [redeemed] = await sql<{ identityId: string }[]>`
      update ory_local.self_service_flows set code_hash = null, state = 'passed_challenge'
      where id = ${id} and code_hash = ${tried.codeHash} and identity_id is not null
      returning identity_id`;
    return redeemed?.identityId;
  }
}

const columns = (sql: Source['sql']) => sql`
  id, kind, type, state, request_url, return_to, refresh, identity_id, content, issued_at,
  expires_at`;

/** With the flow's id, so that equal codes have different hashes. */
const codeHash = (flowId: string, code: string): Buffer =>
  createHash('sha256').update(`${flowId}:${code}`).digest();
