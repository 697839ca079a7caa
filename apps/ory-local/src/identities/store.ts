import { randomUUID } from 'node:crypto';
import {
  UniqueViolation,
  withTypedErrors,
  type Database,
  type Source,
  type Transaction,
} from '@moltnet/database';
import { badRequest, conflict, notFound } from '../errors.ts';
import { writePassword } from '../passwords/store.ts';
import { decodePageToken, encodePageToken } from '../page-token.ts';
import { isUuid } from '../uuid.ts';
import type { IdentityInput, IdentityRow } from './identity.ts';
import { normalizeIdentifier, type IdentitySchema } from './schema.ts';

export interface IdentityFilter {
  ids?: string[] | undefined;
  credentialsIdentifier?: string | undefined;
}

export interface IdentityPage {
  identities: IdentityRow[];
  nextPageToken: string;
}

/** Identities in Postgres, each valid by its schema. */
export class IdentityStore {
  readonly #database: Database;
  readonly #schemas: ReadonlyMap<string, IdentitySchema>;

  constructor(database: Database, schemas: ReadonlyMap<string, IdentitySchema>) {
    this.#database = database;
    this.#schemas = schemas;
  }

  /**
   * @param passwordHash What `hashPassword` made; an identity without one can't sign in by password.
   * @throws OryError 400 when the schema is unknown or the traits don't fit it, 409 when another
   *   identity has the same login name or external id.
   */
  async create(input: IdentityInput, passwordHash?: string): Promise<IdentityRow> {
    const id = randomUUID();
    return this.#write(id, input, async (tx) => {
      const { sql } = tx;
      await sql`insert into ory_local.identities ${sql({ id, ...columns(input) })}`;
      if (passwordHash !== undefined) await writePassword(tx, id, passwordHash);
    });
  }

  /** Replaces everything but the id. @throws OryError as `create`, and 404. */
  async replace(id: string, input: IdentityInput): Promise<IdentityRow> {
    return this.#write(uuid(id), input, async ({ sql }) => {
      const updated = await sql`
        update ory_local.identities set ${sql(columns(input))}, updated_at = now(),
          state_changed_at =
            case when state = ${input.state ?? 'active'} then state_changed_at else now() end
        where id = ${id}`;
      if (updated.count === 0) throw notFound();
      await sql`delete from ory_local.identity_identifiers where identity_id = ${id}`;
    });
  }

  /** @throws OryError 404. */
  async get(id: string): Promise<IdentityRow> {
    return one(this.#database, 'id', uuid(id));
  }

  /** @throws OryError 404. */
  async getByExternalId(externalId: string): Promise<IdentityRow> {
    return one(this.#database, 'external_id', externalId);
  }

  /** @throws OryError 404. */
  async delete(id: string): Promise<void> {
    const { sql } = this.#database;
    const deleted = await sql`delete from ory_local.identities where id = ${uuid(id)}`;
    if (deleted.count === 0) throw notFound();
  }

  /** Identities in the order of their ids. */
  async list(filter: IdentityFilter, pageSize: number, pageToken?: string): Promise<IdentityPage> {
    const { sql } = this.#database;
    const after = decodePageToken(pageToken);
    const rows = await sql<IdentityRow[]>`
      select i.*, ${identifiers(this.#database)} as identifiers from ory_local.identities i
      where true
        ${after === undefined ? sql`` : sql`and i.id > ${uuid(after)}`}
        ${filter.ids === undefined ? sql`` : sql`and i.id = any(${filter.ids.map(uuid)}::uuid[])`}
        ${
          filter.credentialsIdentifier === undefined
            ? sql``
            : sql`and i.id in (select identity_id from ory_local.identity_identifiers
                  where identifier = ${normalizeIdentifier(filter.credentialsIdentifier)})`
        }
      order by i.id limit ${pageSize + 1}`;
    const page = rows.slice(0, pageSize);
    const last = page.at(-1);
    return {
      identities: page,
      nextPageToken: rows.length > pageSize && last ? encodePageToken(last.id) : '',
    };
  }

  async #write(
    id: string,
    input: IdentityInput,
    store: (tx: Transaction) => Promise<void>,
  ): Promise<IdentityRow> {
    const schema = this.#schemas.get(input.schema_id);
    if (schema === undefined) throw badRequest(`Unknown identity schema "${input.schema_id}".`);
    schema.assertTraits(input.traits);
    try {
      return await this.#database.transaction(async (tx) => {
        await store(tx);
        for (const { type, identifier } of schema.identifiers(input.traits))
          await tx.sql`
            insert into ory_local.identity_identifiers values (${type}, ${identifier}, ${id})`;
        return one(tx, 'id', id);
      });
    } catch (error) {
      if (error instanceof UniqueViolation)
        throw conflict('This identity conflicts with another identity that already exists.');
      throw error;
    }
  }
}

async function one(source: Source, by: 'id' | 'external_id', value: string): Promise<IdentityRow> {
  const { sql } = source;
  const [row] = await withTypedErrors(
    async () => sql<IdentityRow[]>`
      select i.*, ${identifiers(source)} as identifiers
      from ory_local.identities i where ${sql(by)} = ${value}`,
  );
  if (row === undefined) throw notFound();
  return row;
}

const identifiers = ({ sql }: Source) => sql`
  (select coalesce(jsonb_agg(jsonb_build_object('type', type, 'identifier', identifier)), '[]')
   from ory_local.identity_identifiers where identity_id = i.id)`;

const json = (value: object | null | undefined): string | null =>
  value ? JSON.stringify(value) : null;

function columns(input: IdentityInput) {
  return {
    schema_id: input.schema_id,
    state: input.state ?? 'active',
    traits: JSON.stringify(input.traits),
    metadata_public: json(input.metadata_public),
    metadata_admin: json(input.metadata_admin),
    external_id: input.external_id ?? null,
  };
}

/** @throws OryError 404: what is not a UUID names no identity. */
function uuid(id: string): string {
  if (!isUuid(id)) throw notFound();
  return id;
}
