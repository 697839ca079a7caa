import { Type } from 'typebox';

const state = Type.Union([Type.Literal('active'), Type.Literal('inactive')]);
const metadata = Type.Optional(
  Type.Union([Type.Null(), Type.Object({}, { additionalProperties: true })]),
);

/** `CreateIdentityBody` and `UpdateIdentityBody`; importing credentials is not offered. */
export const identityBody = Type.Object({
  schema_id: Type.String({ minLength: 1 }),
  traits: Type.Object({}, { additionalProperties: true }),
  state: Type.Optional(state),
  metadata_public: metadata,
  metadata_admin: metadata,
  external_id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  credentials: Type.Optional(Type.Never()),
});
