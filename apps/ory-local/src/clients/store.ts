import { randomUUID } from 'node:crypto';
import type { OAuth2Client } from '@ory/client';
import { UniqueViolation, withTypedErrors, type Database } from '@moltnet/database';
import { badRequest, conflict, notFound } from '../errors.ts';
import { decodePageToken, encodePageToken } from '../page-token.ts';
import { deleteConsents } from '../authorization/delete-consents.ts';
import { clientKeysFault, PRIVATE_KEY_JWT } from './client-keys.ts';
import { completeDocument, type ClientRow } from './client.ts';
import { generateSecret, hashSecret, MIN_SECRET_LENGTH } from './secret.ts';

export interface ClientFilter {
  clientName?: string | undefined;
  owner?: string | undefined;
}

export interface ClientPage {
  clients: ClientRow[];
  nextPageToken: string;
}

/** A stored client, and its secret where that has just been set: it can't be read again. */
export interface WrittenClient {
  row: ClientRow;
  secret?: string | undefined;
}

/** A client as it is about to be stored. */
export type ClientDraft = Omit<ClientRow, 'createdAt' | 'updatedAt' | 'registrationTokenHash'>;

/** Methods by which a client authenticates without a secret, or not at all. */
const WITHOUT_SECRET = new Set<string | undefined>(['none', PRIVATE_KEY_JWT]);

const CLIENT_ID = /^[\w.~-]{1,255}$/;

/** OAuth2 clients in Postgres. */
export class ClientStore {
  readonly #database: Database;
  readonly #tryOut: (client: ClientDraft) => Promise<void>;

  /** @param tryOut Rejects with OryError 400 what the token endpoint could not use. */
  constructor(database: Database, tryOut: (client: ClientDraft) => Promise<void>) {
    this.#database = database;
    this.#tryOut = tryOut;
  }

  /**
   * Without a secret in `input` one is made.
   *
   * @param registrationTokenHash Of a client that registers itself.
   * @throws OryError 400, and 409 when the id is taken.
   */
  async create(
    input: OAuth2Client,
    registrationTokenHash: string | null = null,
  ): Promise<WrittenClient> {
    const { sql } = this.#database;
    const clientId = input.client_id ?? randomUUID();
    if (!CLIENT_ID.test(clientId)) throw badRequest('client_id holds characters it may not hold.');
    const hasSecret = !WITHOUT_SECRET.has(input.token_endpoint_auth_method);
    const secret = hasSecret ? checkSecret(input.client_secret || generateSecret()) : undefined;
    const draft: ClientDraft = {
      clientId,
      ...newSecret(secret),
      document: completeDocument(clientId, input),
    };
    await this.#validate(draft);
    try {
      const [row] = await withTypedErrors(
        async () => sql<[ClientRow]>`
          insert into ory_local.oauth2_clients
            (client_id, secret_hash, generation, document, registration_token_hash)
          values (${clientId}, ${draft.secretHash}, ${draft.generation},
                  ${JSON.stringify(draft.document)}::jsonb, ${registrationTokenHash})
          returning *`,
      );
      return { row, secret };
    } catch (error) {
      if (error instanceof UniqueViolation)
        throw conflict(`A client with the id "${clientId}" exists.`);
      throw error;
    }
  }

  /**
   * Replaces the document. A secret in `input` replaces the old one and ends the tokens that were
   * made with it; without one the secret stays.
   *
   * @throws OryError 400 and 404.
   */
  async replace(clientId: string, input: OAuth2Client): Promise<WrittenClient> {
    const { sql } = this.#database;
    const before = await this.get(clientId);
    const secret = input.client_secret ? checkSecret(input.client_secret) : undefined;
    const { secretHash, generation } = secret === undefined ? before : newSecret(secret);
    const document = completeDocument(clientId, input);
    await this.#validate({ clientId, secretHash, generation, document });
    // Only what this call means to change: of two writers at once, neither brings an old secret back.
    const [row] = await sql<ClientRow[]>`
      update ory_local.oauth2_clients
      set document = ${JSON.stringify(document)}::jsonb, updated_at = now()
        ${
          secret === undefined
            ? sql``
            : sql`, secret_hash = ${secretHash}, generation = ${generation}`
        }
      where client_id = ${clientId} returning *`;
    if (row === undefined) throw notFound();
    return { row, secret };
  }

  async #validate(client: ClientDraft): Promise<void> {
    const isKeyed = client.document.token_endpoint_auth_method === PRIVATE_KEY_JWT;
    const fault = isKeyed ? clientKeysFault(client.document) : undefined;
    if (fault !== undefined) throw badRequest(`${fault}.`);
    await this.#tryOut(client);
  }

  async find(clientId: string): Promise<ClientRow | undefined> {
    const { sql } = this.#database;
    if (!CLIENT_ID.test(clientId)) return undefined;
    const [row] = await sql<ClientRow[]>`
      select * from ory_local.oauth2_clients where client_id = ${clientId}`;
    return row;
  }

  /** @throws OryError 404. */
  async get(clientId: string): Promise<ClientRow> {
    const row = await this.find(clientId);
    if (row === undefined) throw notFound();
    return row;
  }

  /** What people allowed it goes too: another client may take the id. @throws OryError 404. */
  async delete(clientId: string): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const deleted = await tx.sql`
        delete from ory_local.oauth2_clients where client_id = ${clientId}`;
      if (deleted.count === 0) throw notFound();
      await deleteConsents(tx, { clientId });
    });
  }

  /** Ends every token of the client; an unknown client has none. */
  async endTokens(clientId: string): Promise<void> {
    const { sql } = this.#database;
    await sql`
      update ory_local.oauth2_clients set generation = ${randomUUID()}
      where client_id = ${clientId}`;
  }

  /** Clients in the order of their ids. */
  async list(filter: ClientFilter, pageSize: number, pageToken?: string): Promise<ClientPage> {
    const { sql } = this.#database;
    const { clientName, owner } = filter;
    const after = decodePageToken(pageToken) ?? '';
    const rows = await sql<ClientRow[]>`
      select * from ory_local.oauth2_clients where client_id > ${after}
        ${clientName === undefined ? sql`` : sql`and document->>'client_name' = ${clientName}`}
        ${owner === undefined ? sql`` : sql`and document->>'owner' = ${owner}`}
      order by client_id limit ${pageSize + 1}`;
    const clients = rows.slice(0, pageSize);
    const last = clients.at(-1);
    return {
      clients,
      nextPageToken: rows.length > pageSize && last ? encodePageToken(last.clientId) : '',
    };
  }
}

/** Tokens of the secret before belong to another generation. */
function newSecret(secret: string | undefined): Pick<ClientRow, 'secretHash' | 'generation'> {
  return {
    secretHash: secret === undefined ? null : hashSecret(secret),
    generation: randomUUID(),
  };
}

function checkSecret(secret: string): string {
  if (secret.length < MIN_SECRET_LENGTH)
    throw badRequest(`client_secret must have at least ${MIN_SECRET_LENGTH} characters.`);
  return secret;
}
