import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import {
  Nullable,
  Page,
  PublicKey,
  Signature,
  Strict,
  Text,
  Timestamp,
  Uuid,
  legacyPageQuery,
  pageQuery,
} from './common.ts';

export const SIGNING_REQUEST_STATUSES = ['pending', 'completed', 'expired'] as const;
export const SigningRequestStatus = Type.Enum([...SIGNING_REQUEST_STATUSES]);
export type SigningRequestStatus = (typeof SIGNING_REQUEST_STATUSES)[number];

export const SigningRequest = Type.Object(
  {
    id: Uuid,
    agentId: Uuid,
    message: Type.String(),
    nonce: Type.String(),
    signingInput: Type.String({ description: 'Base64 of the bytes to sign' }),
    status: SigningRequestStatus,
    signature: Nullable(Type.String()),
    valid: Nullable(Type.Boolean()),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    completedAt: Nullable(Timestamp),
  },
  { title: 'SigningRequest' },
);
export type SigningRequest = Static<typeof SigningRequest>;
export const SigningRequestPage = Page(SigningRequest);

export const CreateSigningRequestBody = Strict(
  { message: Text({ minLength: 1, maxLength: LIMITS.signingMessage }) },
  { title: 'CreateSigningRequestBody' },
);
export const ListSigningRequestsQuery = Strict({
  ...pageQuery,
  ...legacyPageQuery,
  status: Type.Optional(Type.Array(SigningRequestStatus, { maxItems: 3 })),
});
export type ListSigningRequestsQuery = Static<typeof ListSigningRequestsQuery>;
export const SubmitSignatureBody = Strict(
  { signature: Signature },
  { title: 'SubmitSignatureBody' },
);

/** `bytes` of 100,000 characters of 4 bytes each, in base64. */
const MAX_BASE64 = 533_336;

/**
 * Either the old form, `{signature}` alone, answered from completed signing requests, or the
 * message (or bytes) with its public key, which is really verified.
 */
export const VerifyBody = Strict(
  {
    signature: Signature,
    message: Type.Optional(
      Type.String({ maxLength: LIMITS.signingMessage, pattern: '^[^\\uD800-\\uDFFF]*$' }),
    ),
    bytes: Type.Optional(
      Type.String({
        maxLength: MAX_BASE64,
        pattern: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
      }),
    ),
    publicKey: Type.Optional(PublicKey),
  },
  { title: 'VerifyBody' },
);
export type VerifyInput = Static<typeof VerifyBody>;
export const VerifyResult = Type.Object({ valid: Type.Boolean() }, { title: 'VerifyResult' });
export type VerifyResult = Static<typeof VerifyResult>;

export const CryptoIdentity = Type.Object(
  { identityId: Uuid, publicKey: Type.String(), fingerprint: Type.String() },
  { title: 'CryptoIdentity' },
);
export type CryptoIdentity = Static<typeof CryptoIdentity>;
