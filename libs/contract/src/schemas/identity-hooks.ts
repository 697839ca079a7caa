import { type Static, Type } from 'typebox';
import { Uuid } from './common.ts';

/**
 * What Ory Kratos posts to its webhooks: our template (infra/ory/webhook-body.jsonnet). Traits are
 * judged by the identity schema before, and are not what is stored: each hook asks for that again.
 */
export const IdentityHookBody = Type.Object(
  {
    flow: Type.Object({
      id: Type.String({ maxLength: 255 }),
      type: Type.String({ maxLength: 32 }),
    }),
    identity: Type.Object({
      id: Uuid,
      schema_id: Type.String({ maxLength: 255 }),
      traits: Type.Object({}, { additionalProperties: true, maxProperties: 32 }),
    }),
  },
  { additionalProperties: true, title: 'IdentityHook' },
);
export type IdentityHookInput = Static<typeof IdentityHookBody>;

/** Why settings are refused, as Kratos shows it to the person (docs.ory.com, "Webhooks", flow-interrupting). */
export const IdentityHookRefusal = Type.Object(
  {
    messages: Type.Array(
      Type.Object({
        /** The trait, as a JSON pointer in a URI fragment (RFC 6901 §6). */
        instance_ptr: Type.String(),
        messages: Type.Array(
          Type.Object({
            id: Type.Integer(),
            text: Type.String(),
            type: Type.Literal('validation'),
            context: Type.Object({}, { additionalProperties: true }),
          }),
        ),
      }),
    ),
  },
  { title: 'IdentityHookRefusal' },
);
export type IdentityHookRefusal = Static<typeof IdentityHookRefusal>;
