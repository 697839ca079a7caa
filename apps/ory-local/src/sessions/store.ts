import { randomUUID } from 'node:crypto';
import type { Database, Source } from '@moltnet/database';
import { notFound } from '../errors.ts';
import type { IdentityStore } from '../identities/store.ts';
import { isUuid } from '../uuid.ts';
import { newSessionSecret, sessionSecretHash, type SessionCarrier } from './secret.ts';
import type { LiveSession, SessionMethod, SessionRow } from './session.ts';

/** What is kept of the device that signs in. */
export interface Device {
  ipAddress: string;
  userAgent: string | undefined;
}

export interface SessionFilter {
  identityId: string;
  active?: boolean | undefined;
  /** Leave this session out. */
  except?: string | undefined;
}

const MAX_USER_AGENT = 512;
/** Older ones of an identity end when it signs in once more; a list of sessions stays one page. */
const MAX_SESSIONS = 100;

/** Sessions in Postgres; their secrets as SHA-256. */
export class SessionStore {
  readonly #database: Database;
  readonly #identities: Pick<IdentityStore, 'get'>;
  readonly #lifespan: number;

  /** @param lifespan Seconds that a session holds. */
  constructor(database: Database, identities: Pick<IdentityStore, 'get'>, lifespan: number) {
    this.#database = database;
    this.#identities = identities;
    this.#lifespan = lifespan;
  }

  /** Makes a session and the secret that presents it, which is told this once. */
  async issue(
    identityId: string,
    method: SessionMethod,
    carrier: SessionCarrier,
    { ipAddress, userAgent }: Device,
  ): Promise<LiveSession & { secret: string }> {
    const secret = newSessionSecret(carrier);
    const row = {
      id: randomUUID(),
      identity_id: identityId,
      secret_hash: sessionSecretHash(secret),
      method,
      ip_address: ipAddress,
      user_agent: userAgent?.slice(0, MAX_USER_AGENT) ?? null,
      expires_at: new Date(Date.now() + this.#lifespan * 1000).toISOString(),
    };
    const session = await this.#database.transaction(async ({ sql }) => {
      const [created] = await sql<SessionRow[]>`
        insert into ory_local.sessions ${sql(row)} returning ${columns(sql)}`;
      await sql`
        delete from ory_local.sessions where id in (
          select id from ory_local.sessions where identity_id = ${identityId}
          order by issued_at desc, id offset ${MAX_SESSIONS})`;
      return created;
    });
    if (session === undefined) throw new Error('a session was inserted and is not there');
    return { session, identity: await this.#identities.get(identityId), secret };
  }

  /** The session of this secret while it holds and its identity is active. */
  async find(secret: string): Promise<LiveSession | undefined> {
    const { sql } = this.#database;
    const [session] = await sql<SessionRow[]>`
      select ${columns(sql)} from ory_local.sessions
      where secret_hash = ${sessionSecretHash(secret)} and active and expires_at > now()
        and exists (select 1 from ory_local.identities i
                    where i.id = identity_id and i.state = 'active')`;
    if (session === undefined) return undefined;
    return { session, identity: await this.#identities.get(session.identityId) };
  }

  /** @throws OryError 404. */
  async get(id: string): Promise<LiveSession> {
    const { sql } = this.#database;
    const [session] = isUuid(id)
      ? await sql<SessionRow[]>`select ${columns(sql)} from ory_local.sessions where id = ${id}`
      : [];
    if (session === undefined) throw notFound();
    return { session, identity: await this.#identities.get(session.identityId) };
  }

  /** Sessions of one identity, newest first; never more than it may have. */
  async list({ identityId, active, except }: SessionFilter): Promise<LiveSession[]> {
    const identity = await this.#identities.get(identityId);
    const { sql } = this.#database;
    const sessions = await sql<SessionRow[]>`
      select ${columns(sql)} from ory_local.sessions
      where identity_id = ${identityId}
        ${active === undefined ? sql`` : sql`and (active and expires_at > now()) = ${active}`}
        ${except === undefined ? sql`` : sql`and id <> ${except}`}
      order by issued_at desc, id`;
    return sessions.map((session) => ({ session, identity }));
  }

  /** The person has just proven again who they are. */
  async refresh(id: string): Promise<void> {
    const { sql } = this.#database;
    await sql`update ory_local.sessions set authenticated_at = now() where id = ${id}`;
  }

  /** Ends a session of this identity. @returns whether there was one that held. */
  async end(id: string, identityId?: string): Promise<boolean> {
    if (!isUuid(id)) return false;
    const { sql } = this.#database;
    const ended = await sql`
      update ory_local.sessions set active = false where id = ${id} and active
        ${identityId === undefined ? sql`` : sql`and identity_id = ${identityId}`}`;
    return ended.count > 0;
  }

  /** Ends the sessions of an identity, all or all but one. @returns how many. */
  async endAll(identityId: string, except?: string): Promise<number> {
    const { sql } = this.#database;
    const ended = await sql`
      update ory_local.sessions set active = false where identity_id = ${identityId} and active
        ${except === undefined ? sql`` : sql`and id <> ${except}`}`;
    return ended.count;
  }
}

const columns = (sql: Source['sql']) => sql`
  id, identity_id, active, method, authenticated_at, issued_at, expires_at, ip_address, user_agent`;
