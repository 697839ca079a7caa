import type { Principal, TokenClaims } from '@moltnet/auth';
import type { AgentProfile, WhoAmI } from '@moltnet/contract';
import { findAgent } from './agents/find-agent.ts';
import { admits, tokenClaims } from './agents/token-claims.ts';
import { whoami } from './agents/whoami.ts';
import {
  createRegister,
  type Register,
  type RegistrationOptions,
} from './registration/register.ts';

/** Who the agents are and how they come to be. */
export interface Identity {
  readonly register: Register;
  /** The calling agent. @throws Problem `UNAUTHORIZED` when it is gone. */
  whoami(principal: Principal): Promise<WhoAmI>;
  /** By fingerprint, in any letter case, or did. @throws Problem `NOT_FOUND`, `CONFLICT` when ambiguous. */
  findAgent(fingerprintOrDid: string): Promise<AgentProfile>;
  /** For the token hook. @throws Problem `FORBIDDEN` for a client that is no agent's. */
  tokenClaims(clientId: string): Promise<TokenClaims>;
  /** For the token verifier: whether a good token still speaks for its agent. */
  admits(principal: Principal): Promise<boolean>;
}

/** Registers its workflows with DBOS: call it once, before `DBOS.launch`. */
export function createIdentity(options: RegistrationOptions): Identity {
  const { db } = options;
  return {
    register: createRegister(options),
    whoami: (principal) => whoami(db, principal),
    findAgent: (fingerprintOrDid) => findAgent(db, fingerprintOrDid),
    tokenClaims: (clientId) => tokenClaims(db, clientId),
    admits: (principal) => admits(db, principal),
  };
}
