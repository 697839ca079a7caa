import { Type } from 'typebox';

/** RejectOAuth2Request: what the client hears. `error_debug` and `error_hint` stay with Ory. */
export const rejection = Type.Object(
  {
    error: Type.Optional(Type.String({ pattern: '^[a-z_]{1,64}$' })),
    error_description: Type.Optional(Type.String({ maxLength: 500, pattern: '^[\\x20-\\x7e]*$' })),
  },
  { additionalProperties: true },
);
