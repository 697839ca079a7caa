import { Type } from 'typebox';

const strings = Type.Optional(Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 100 }));
const text = Type.Optional(Type.String({ maxLength: 2048 }));
const duration = Type.Optional(
  Type.Union([Type.Null(), Type.String({ pattern: '^(\\d+[hms])+$' })]),
);

/** The fields of `OAuth2Client` that ory-local acts on; it keeps the others as they are. */
export const clientBody = Type.Object(
  {
    client_id: text,
    client_name: text,
    client_secret: Type.Optional(Type.String({ maxLength: 512 })),
    grant_types: strings,
    response_types: strings,
    redirect_uris: strings,
    audience: strings,
    scope: text,
    owner: text,
    token_endpoint_auth_method: text,
    access_token_strategy: Type.Optional(
      Type.Union([Type.Literal(''), Type.Literal('jwt'), Type.Literal('opaque')]),
    ),
    client_credentials_grant_access_token_lifespan: duration,
    metadata: Type.Optional(Type.Object({}, { additionalProperties: true })),
  },
  { additionalProperties: true },
);
