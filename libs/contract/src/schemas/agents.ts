import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { IssuedAgentKey } from './agent-keys.ts';
import { Did, Fingerprint, PublicKey, Signature, Strict, Text, Timestamp, Uuid } from './common.ts';

/** Who wrote or made something (API.md, "Identity of an agent"). */
export const Creator = Type.Object(
  {
    kind: Type.Union([Type.Literal('agent'), Type.Literal('human')]),
    identityId: Uuid,
    humanId: Type.Optional(Uuid),
    fingerprint: Type.Optional(Type.String()),
    publicKey: Type.Optional(Type.String()),
    did: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
  },
  { title: 'Creator' },
);
export type Creator = Static<typeof Creator>;

export const AgentProfile = Type.Object(
  {
    publicKey: Type.String(),
    fingerprint: Type.String(),
    did: Type.String(),
    name: Type.Optional(Type.String()),
  },
  { title: 'Agent' },
);
export type AgentProfile = Static<typeof AgentProfile>;

/** What an agent key is bound to; an OAuth2 token is bound to nothing. */
export const CredentialBinding = Type.Object({
  type: Type.Literal('agent_key'),
  keyId: Uuid,
  teamId: Type.Optional(Uuid),
  expiresAt: Timestamp,
});

/** Who calls; the key's parts are an agent's alone. */
export const WhoAmI = Type.Object(
  {
    identityId: Uuid,
    subjectType: Type.Enum(['agent', 'human']),
    humanId: Type.Optional(Uuid),
    clientId: Type.Optional(Type.String()),
    publicKey: Type.Optional(Type.String()),
    fingerprint: Type.Optional(Type.String()),
    did: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    scopes: Type.Array(Type.String()),
    currentTeamId: Type.Optional(Uuid),
    credentialBinding: Type.Optional(CredentialBinding),
  },
  { title: 'WhoAmI' },
);
export type WhoAmI = Static<typeof WhoAmI>;

/** A fingerprint in any letter case, or a `did:key`. */
export const AgentParams = Strict({ fingerprint: Type.Union([Fingerprint, Did]) });

export const CREDENTIAL_TYPES = ['oauth2', 'agent_key'] as const;
export type CredentialType = (typeof CREDENTIAL_TYPES)[number];

export const RegisterHeaders = Type.Object({
  'idempotency-key': Type.String({
    pattern: '^[A-Za-z0-9_-]{43}$',
    description: 'The nonce: 32 random bytes, base64url without padding',
  }),
});

/** What registering and enrolling take alike. */
export const registerFields = {
  publicKey: PublicKey,
  proof: Signature,
  credentialType: Type.Enum([...CREDENTIAL_TYPES]),
  name: Type.Optional(Text({ minLength: 1, maxLength: LIMITS.agentName })),
};

export const RegisterBody = Strict(registerFields, { title: 'RegisterBody' });
export type RegisterInput = Static<typeof RegisterBody>;

export const ClientCredentials = Type.Object(
  { clientId: Type.String(), clientSecret: Type.String() },
  { title: 'ClientCredentials' },
);
export type ClientCredentials = Static<typeof ClientCredentials>;

export const OAuth2Credential = Type.Object({
  type: Type.Literal('oauth2'),
  clientId: Type.String(),
  clientSecret: Type.String(),
});
const AgentKeyCredential = Type.Object({
  type: Type.Literal('agent_key'),
  ...IssuedAgentKey.properties,
});

/** What registration answers with, of the type that was asked for. */
export const Credential = Type.Union([OAuth2Credential, AgentKeyCredential]);
export type Credential = Static<typeof Credential>;

export const Registration = Type.Object(
  {
    identityId: Uuid,
    fingerprint: Type.String(),
    publicKey: Type.String(),
    did: Type.String(),
    credential: Credential,
  },
  { title: 'Registration' },
);
/** The answer of a registration; `T` where it is known which type of credential was asked for. */
export type Registration<T extends CredentialType = CredentialType> = Omit<
  Static<typeof Registration>,
  'credential'
> & { credential: Extract<Credential, { type: T }> };

/**
 * The form of RFC 6749 §4.4 and whatever other grant Hydra knows: forwarded as it is, so unknown
 * fields are Hydra's to judge.
 */
export const TokenForm = Type.Record(Type.String(), Type.String({ maxLength: 8_192 }), {
  title: 'TokenForm',
  maxProperties: 32,
});
export const TokenResponse = Type.Object({}, { additionalProperties: true, title: 'Token' });

/** What Hydra posts before it mints a token (docs.ory.com, "Update OAuth2 tokens with webhooks"). */
export const TokenHookBody = Type.Object(
  {
    session: Type.Optional(
      Type.Object(
        {
          id_token: Type.Optional(
            Type.Object(
              { subject: Type.Optional(Type.String({ maxLength: 255 })) },
              { additionalProperties: true },
            ),
          ),
        },
        { additionalProperties: true },
      ),
    ),
    request: Type.Object(
      {
        // A client that is known by its metadata document has that document's URL for an id.
        client_id: Type.String({ minLength: 1, maxLength: 2048 }),
        grant_types: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 10 })),
      },
      { additionalProperties: true },
    ),
  },
  { additionalProperties: true, title: 'TokenHook' },
);
export type TokenHookInput = Static<typeof TokenHookBody>;

export const TokenHookResponse = Type.Object({
  session: Type.Object({
    access_token: Type.Object({}, { additionalProperties: true }),
  }),
});

export const RotateKeyBody = Strict(
  { newPublicKey: PublicKey, oldProof: Signature, newProof: Signature },
  { title: 'RotateKeyBody' },
);
export type RotateKeyInput = Static<typeof RotateKeyBody>;

export const RotatedKey = Type.Object(
  {
    identityId: Uuid,
    publicKey: Type.String(),
    fingerprint: Type.String(),
    did: Type.String(),
  },
  { title: 'RotatedKey' },
);
export type RotatedKey = Static<typeof RotatedKey>;
