import type { AgentPrincipal, Consents, Principal, TokenClaims } from '@moltnet/auth';
import type {
  AgentProfile,
  ClientCredentials,
  Recovery,
  RecoveryChallenge,
  RecoveryInput,
  WhoAmI,
} from '@moltnet/contract';
import { findAgent } from './agents/find-agent.ts';
import { admits, credentialsVersion, tokenClaims } from './agents/token-claims.ts';
import { whoami } from './agents/whoami.ts';
import { type AgentKeys, createAgentKeys } from './agent-keys/agent-keys.ts';
import type { OnCredentialsEnded } from './credentials/replace-secret.ts';
import { rotateSecret } from './credentials/rotate-secret.ts';
import { createSecretIssuer } from './credentials/secret-issuer.ts';
import { createHumans, type Humans } from './humans/humans.ts';
import { createRotateKey, type RotateKey } from './keys/rotate.ts';
import { makeChallenge } from './recovery/challenge.ts';
import { recover } from './recovery/recover.ts';
import { createRegister, type Register } from './registration/register.ts';
import type { RegistrationMode } from './registration/mode.ts';
import type { RegistrationWorkflowOptions } from './registration/workflow.ts';

export interface IdentityOptions extends RegistrationWorkflowOptions {
  readonly consents: Consents;
  readonly onCredentialsEnded: OnCredentialsEnded;
  readonly registrationMode: RegistrationMode;
  /** Marks recovery challenges as ours; the same on every machine. */
  readonly recoveryKey: Uint8Array;
}

/** Who the agents and people are and how they come to be. */
export interface Identity {
  readonly register: Register;
  readonly rotateKey: RotateKey;
  readonly agentKeys: AgentKeys;
  readonly humans: Humans;
  /** A lost credential made anew by the key alone. */
  readonly recovery: {
    challenge(publicKey: string): RecoveryChallenge;
    verify(input: RecoveryInput): Promise<Recovery>;
  };
  /** A new OAuth2 secret; the old one and its tokens are over. @throws Problem `UNAUTHORIZED` when the agent is gone. */
  rotateSecret(principal: Principal): Promise<ClientCredentials>;
  /** The calling agent or person. @throws Problem `UNAUTHORIZED` when it is gone. */
  whoami(principal: Principal): Promise<WhoAmI>;
  /** By fingerprint, in any letter case, or did. @throws Problem `NOT_FOUND`, `CONFLICT` when ambiguous. */
  findAgent(fingerprintOrDid: string): Promise<AgentProfile>;
  /** For the token hook. @throws Problem `FORBIDDEN` for a client that is no agent's. */
  tokenClaims(clientId: string): Promise<TokenClaims>;
  /** For the token verifier: whether a good token still speaks for its agent. */
  admits(principal: AgentPrincipal): Promise<boolean>;
  /** For the token proxy: which of its secrets a client has now, `null` when it is no agent's. */
  credentialsVersion(clientId: string): Promise<string | null>;
}

/** Registers its workflows with DBOS: call it once, before `DBOS.launch`. */
export function createIdentity(options: IdentityOptions): Identity {
  const { db, clients } = options;
  const credentials = { ...options, issueSecret: createSecretIssuer(clients) };
  return {
    register: createRegister(credentials),
    rotateKey: createRotateKey(options),
    agentKeys: createAgentKeys(options),
    humans: createHumans(options),
    recovery: {
      challenge: (publicKey) => makeChallenge(options.recoveryKey, publicKey, Date.now()),
      verify: (input) => recover(credentials, input),
    },
    rotateSecret: (principal) => rotateSecret(credentials, principal),
    whoami: (principal) => whoami(db, principal),
    findAgent: (fingerprintOrDid) => findAgent(db, fingerprintOrDid),
    tokenClaims: (clientId) => tokenClaims(db, clientId),
    admits: (principal) => admits(db, principal),
    credentialsVersion: (clientId) => credentialsVersion(db, clientId),
  };
}
