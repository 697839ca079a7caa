import { HUMAN_SCOPES, isScope, type Scope } from '@moltnet/contract';

/** What an agent key is bound to, where the credential is one and not an OAuth2 token. */
export interface AgentKeyBinding {
  readonly type: 'agent_key';
  readonly keyId: string;
  /** The only team whose resources it reaches. */
  readonly teamId?: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** What is known of every caller. */
interface Caller {
  readonly identityId: string;
  /** The OAuth2 client that the token was minted for. */
  readonly clientId?: string;
  /** Which of the agent's OAuth2 secrets minted the token: an agent's earlier versions are over. */
  readonly credentialsVersion?: string;
  readonly scopes: readonly Scope[];
  /** Absent: an OAuth2 token or a session, which is bound to nothing. */
  readonly credential?: AgentKeyBinding;
}

/** A program with a key. */
export interface AgentPrincipal extends Caller {
  readonly kind: 'agent';
  /** `ed25519:` + base64, at the time when the token was minted. */
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** A person, who has signed in. */
export interface HumanPrincipal extends Caller {
  readonly kind: 'human';
}

/** Who makes a request, as its verified credential says. */
export type Principal = AgentPrincipal | HumanPrincipal;

/** Claims that the token hook adds (API.md, "Webhooks from Ory"). */
export const CLAIMS = {
  identityId: 'moltnet:identity_id',
  publicKey: 'moltnet:public_key',
  fingerprint: 'moltnet:fingerprint',
  subjectType: 'moltnet:subject_type',
  credentialsVersion: 'moltnet:credentials_version',
} as const;

/** The claims as a token carries them. */
export type TokenClaims = Record<(typeof CLAIMS)[keyof typeof CLAIMS], string>;

/** A token's claims before they are trusted to say anything. */
type Claims = Readonly<Record<string, unknown>>;

/** What a token for a person says of them. */
export type HumanTokenClaims = Pick<
  TokenClaims,
  typeof CLAIMS.identityId | typeof CLAIMS.subjectType
>;

/**
 * The principal of verified claims, or `null` when they name none: an id token or a token minted
 * without our hook. Hydra puts a hook's claims under `ext`, and at the top level too where it is
 * told to (`allowed_top_level_claims`); scopes are `scp` (a list) in a JWT, `scope` (a string, RFC
 * 7662) in an introspection.
 */
export function principalOf(claims: Claims): Principal | null {
  const ext = isRecord(claims['ext']) ? claims['ext'] : {};
  const claim = (name: string): string => {
    const value = ext[name] ?? claims[name];
    return typeof value === 'string' ? value : '';
  };
  const identityId = claim(CLAIMS.identityId);
  const clientId = claims['client_id'];
  const client = typeof clientId === 'string' && clientId !== '' ? { clientId } : {};
  if (claim(CLAIMS.subjectType) === 'human' && identityId)
    return { kind: 'human', identityId, ...client, scopes: humanScopes(scopesOf(claims)) };
  const publicKey = claim(CLAIMS.publicKey);
  const fingerprint = claim(CLAIMS.fingerprint);
  if (claim(CLAIMS.subjectType) !== 'agent' || !identityId || !publicKey || !fingerprint) {
    return null;
  }
  const credentialsVersion = claim(CLAIMS.credentialsVersion);
  return {
    kind: 'agent',
    identityId,
    ...client,
    publicKey,
    fingerprint,
    ...(credentialsVersion === '' ? {} : { credentialsVersion }),
    scopes: scopesOf(claims),
  };
}

function scopesOf({ scp, scope }: Claims): Scope[] {
  const granted = Array.isArray(scp) ? scp : String(scp ?? scope ?? '').split(' ');
  return [...new Set(granted.filter((name) => typeof name === 'string'))].filter(isScope);
}

/**
 * What a client that a person connected may do: what they consented to, of what people may do at all.
 * MCP clients ask for the scopes that tools name, and there a profile is `agent:profile`.
 */
function humanScopes(granted: readonly Scope[]): Scope[] {
  const meant = new Set(
    granted.map((scope) => (scope === 'agent:profile' ? 'human:profile' : scope)),
  );
  return HUMAN_SCOPES.filter((scope) => meant.has(scope));
}

function isRecord(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
