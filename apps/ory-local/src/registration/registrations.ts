import type { OAuth2Client } from '@ory/client';
import type { Database } from '@moltnet/database';
import { generateSecret, hashSecret, verifySecret } from '../clients/secret.ts';
import type { ClientStore, WrittenClient } from '../clients/store.ts';
import { RegistrationError } from './registration-error.ts';

/** So many clients that nobody has connected yet are kept; the oldest make room. */
const MAX_UNUSED = 10_000;

export interface Registered extends WrittenClient {
  /** Manages the client (RFC 7592); shown once, kept as a hash. */
  registrationToken: string;
}

/** Clients that registered themselves, and what opens each to its owner. */
export class Registrations {
  readonly #database: Database;
  readonly #clients: ClientStore;

  constructor(database: Database, clients: ClientStore) {
    this.#database = database;
    this.#clients = clients;
  }

  /** @throws OryError 400 */
  async create(client: OAuth2Client): Promise<Registered> {
    const registrationToken = generateSecret();
    const written = await this.#clients.create(client, hashSecret(registrationToken));
    await this.#makeRoom();
    return { ...written, registrationToken };
  }

  /**
   * The client that the token manages.
   *
   * @throws RegistrationError 401, the same for a client that is not there (RFC 7592 section 2).
   */
  async open(clientId: string, token: string | undefined): Promise<void> {
    const row = await this.#clients.find(clientId);
    const hash = row?.registrationTokenHash ?? null;
    if (token === undefined || hash === null || !verifySecret(token, hash))
      throw new RegistrationError(401, 'invalid_token', 'The registration access token is wrong.');
  }

  /** Replaces the client and its token (RFC 7592 section 2.2). @throws OryError 400 and 404. */
  async replace(clientId: string, client: OAuth2Client): Promise<Registered> {
    const { sql } = this.#database;
    const written = await this.#clients.replace(clientId, client);
    const registrationToken = generateSecret();
    await sql`
      update ory_local.oauth2_clients set registration_token_hash = ${hashSecret(registrationToken)}
      where client_id = ${clientId}`;
    return { ...written, registrationToken };
  }

  async #makeRoom(): Promise<void> {
    const { sql } = this.#database;
    await sql`
      delete from ory_local.oauth2_clients where client_id in (
        select client_id from ory_local.oauth2_clients
        where registration_token_hash is not null and last_granted_at is null
        order by created_at desc offset ${MAX_UNUSED})`;
  }
}
