import { type Static, type TSchema, Type } from 'typebox';
import { LIMITS } from '../limits.ts';

/**
 * `schema` or null, as `type: [T, "null"]` or an enum with null rather than a union: the response
 * serializer then needs no validator to pick a branch.
 */
export function Nullable<T extends TSchema>(schema: T) {
  const { type, enum: values } = schema as { type?: string; enum?: unknown[] };
  return Type.Unsafe<Static<T> | null>({
    ...schema,
    ...(type !== undefined && { type: [type, 'null'] }),
    ...(values !== undefined && { enum: [...values, null] }),
  });
}

/** An object that refuses unknown fields. */
export function Strict<T extends Record<string, TSchema>>(
  properties: T,
  options: Record<string, unknown> = {},
) {
  return Type.Object(properties, { ...options, additionalProperties: false });
}

/**
 * Text that Postgres and UTF-8 can hold: no U+0000 (Postgres has no way to store it) and no lone
 * surrogate (not a Unicode scalar value, so it has no UTF-8 bytes to hash or sign).
 */
export function Text(options: { minLength?: number; maxLength: number; description?: string }) {
  return Type.String({ ...options, pattern: '^[^\\u0000\\uD800-\\uDFFF]*$' });
}

export const Uuid = Type.String({ format: 'uuid' });
export const Timestamp = Type.String({
  format: 'date-time',
  maxLength: 40,
  description: 'RFC 3339, microseconds kept',
});
export const PublicKey = Type.String({
  pattern: '^ed25519:[A-Za-z0-9+/]{43}=$',
  description: '`ed25519:` and the base64 of the 32 bytes',
});
export const Signature = Type.String({
  pattern: '^[A-Za-z0-9+/]{86}==$',
  description: 'Ed25519 signature, base64 (88 characters)',
});
export const Fingerprint = Type.String({
  pattern: '^[0-9A-Fa-f]{4}(-[0-9A-Fa-f]{4}){3}$',
  description: 'First 16 hex digits of SHA-256(raw public key), XXXX-XXXX-XXXX-XXXX',
});
export const Did = Type.String({
  pattern: '^did:key:z[1-9A-HJ-NP-Za-km-z]{40,60}$',
  description: 'did:key of the same Ed25519 key',
});
const Cursor = Type.String({
  minLength: 1,
  maxLength: LIMITS.cursor,
  description: 'Opaque: `nextCursor` of the page before',
});

/** Query fields of every list. */
export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: LIMITS.page.max, default: LIMITS.page.default }),
  ),
  cursor: Type.Optional(Cursor),
};

/** What old clients send besides; `total` is answered only with `count=true`. */
export const legacyPageQuery = {
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: LIMITS.offset })),
  count: Type.Optional(Type.Boolean()),
};

/** `{items, nextCursor, total?}` of `item`. */
export function Page<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    nextCursor: Nullable(Type.String()),
    total: Type.Optional(Type.Integer({ minimum: 0 })),
  });
}

export const Success = Type.Object({ success: Type.Literal(true) });

/** RFC 9457 problem details with the members that API.md adds. */
export const ProblemDetails = Type.Object(
  {
    type: Type.String({ format: 'uri' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    instance: Type.String(),
    requestId: Type.Optional(Type.String()),
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
    ),
    retryAfter: Type.Optional(Type.Integer()),
    conflict: Type.Optional(Type.Object({}, { additionalProperties: true })),
  },
  { title: 'Problem' },
);
export type ProblemDetails = Static<typeof ProblemDetails>;
