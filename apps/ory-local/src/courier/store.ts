import { randomUUID } from 'node:crypto';
import type { Message } from '@ory/client';
import type { Database, Source } from '@moltnet/database';
import { notFound } from '../errors.ts';
import { decodePageToken, encodePageToken } from '../page-token.ts';
import type { Sealing } from '../tokens/sealing.ts';
import { isUuid } from '../uuid.ts';

interface MessageRow {
  id: string;
  recipient: string;
  subject: string;
  sealedBody: string;
  templateType: Message['template_type'];
  createdAt: string;
}

export interface MessageFilter {
  recipient?: string | undefined;
  status?: Message['status'] | undefined;
}

/**
 * The messages that a courier would send. There is none: they wait here, and whoever has the admin
 * key reads them. What they say is sealed, because it opens accounts.
 */
export class CourierStore {
  readonly #database: Database;
  readonly #sealing: Sealing;

  constructor(database: Database, sealing: Sealing) {
    this.#database = database;
    this.#sealing = sealing;
  }

  /** To this address, if `identityId` is somebody's. One statement in either case. */
  async queue(
    identityId: string | null,
    message: { recipient: string; subject: string; body: string; templateType: string },
  ): Promise<void> {
    const { sql } = this.#database;
    const { recipient, subject, body, templateType } = message;
    await sql`
      insert into ory_local.courier_messages
        (id, identity_id, recipient, subject, sealed_body, template_type)
      select ${randomUUID()}, id, ${recipient}, ${subject}, ${this.#sealing.seal(body)},
             ${templateType}
      from ory_local.identities where id = ${identityId}`;
  }

  /** @throws OryError 404 */
  async get(id: string): Promise<Message> {
    const { sql } = this.#database;
    const [row] = isUuid(id)
      ? await sql<MessageRow[]>`
          select ${columns(sql)} from ory_local.courier_messages where id = ${id}`
      : [];
    if (row === undefined) throw notFound('The message does not exist.');
    return this.#open(row);
  }

  /** The newest first. */
  async list(
    { recipient, status }: MessageFilter,
    pageSize: number,
    pageToken?: string,
  ): Promise<{ messages: Message[]; nextPageToken: string }> {
    const { sql } = this.#database;
    // Nothing is ever sent: a message in any other state is none of ours.
    if (status !== undefined && status !== 'queued') return { messages: [], nextPageToken: '' };
    const before = decodePageToken(pageToken);
    const rows = await sql<(MessageRow & { seq: string })[]>`
      select ${columns(sql)}, seq::text from ory_local.courier_messages
      where true ${recipient === undefined ? sql`` : sql`and recipient = ${recipient}`}
        ${before === undefined ? sql`` : sql`and seq < ${Number(before) || 0}`}
      order by seq desc limit ${pageSize + 1}`;
    const shown = rows.slice(0, pageSize);
    const last = shown.at(-1);
    return {
      messages: shown.map((row) => this.#open(row)),
      nextPageToken: rows.length > pageSize && last ? encodePageToken(last.seq) : '',
    };
  }

  #open({ id, recipient, subject, sealedBody, templateType, createdAt }: MessageRow): Message {
    return {
      id,
      status: 'queued',
      type: 'email',
      recipient,
      subject,
      body: this.#sealing.open(sealedBody),
      template_type: templateType,
      send_count: 0,
      created_at: createdAt,
      updated_at: createdAt,
    };
  }
}

const columns = (sql: Source['sql']) =>
  sql`id, recipient, subject, sealed_body, template_type, created_at`;
