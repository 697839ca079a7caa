import type { Identity } from '@ory/client';
import type { Identifier } from './schema.ts';

/** A row of `ory_local.identities` with its login names. */
export interface IdentityRow {
  id: string;
  schemaId: string;
  state: 'active' | 'inactive';
  traits: object;
  metadataPublic: object | null;
  metadataAdmin: object | null;
  externalId: string | null;
  /** RFC 3339. */
  stateChangedAt: string;
  createdAt: string;
  updatedAt: string;
  identifiers: Identifier[];
}

/** What a caller may choose of an identity. */
export interface IdentityInput {
  schema_id: string;
  traits: object;
  state?: 'active' | 'inactive' | undefined;
  metadata_public?: object | null | undefined;
  metadata_admin?: object | null | undefined;
  external_id?: string | undefined;
}

/** Where Kratos serves a schema: its id in base64url. */
export const schemaUrl = (baseUrl: string, schemaId: string): string =>
  `${baseUrl}/schemas/${Buffer.from(schemaId).toString('base64url')}`;

/** The identity as Kratos's admin API answers it. */
export function toIdentity(row: IdentityRow, baseUrl: string): Identity {
  const types = new Set(row.identifiers.map(({ type }) => type));
  return {
    id: row.id,
    credentials: Object.fromEntries(
      [...types].map((type) => [
        type,
        {
          type: type as 'password',
          identifiers: row.identifiers.filter((i) => i.type === type).map((i) => i.identifier),
          version: 0,
          created_at: row.createdAt,
          updated_at: row.updatedAt,
        },
      ]),
    ),
    ...(row.externalId === null ? {} : { external_id: row.externalId }),
    schema_id: row.schemaId,
    schema_url: schemaUrl(baseUrl, row.schemaId),
    state: row.state,
    state_changed_at: row.stateChangedAt,
    traits: row.traits,
    metadata_public: row.metadataPublic,
    metadata_admin: row.metadataAdmin,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    organization_id: null,
  };
}
