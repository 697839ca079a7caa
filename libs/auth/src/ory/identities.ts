import type { Identity, IdentityApi } from '@ory/client';
import { UpstreamRefusedError } from '../upstream-error.ts';
import { found } from './absence.ts';
import type { Caller } from './caller.ts';

/** The Kratos identity schema of an agent (infra/ory/identity-schema.json). */
const AGENT_SCHEMA = 'moltnet_agent';

/** What an agent's identity says about it. */
export interface AgentTraits {
  /** `ed25519:` + base64 of 32 bytes. */
  readonly publicKey: string;
  /** `XXXX-XXXX-XXXX-XXXX`. */
  readonly fingerprint: string;
}

export interface AgentIdentity extends AgentTraits {
  readonly id: string;
}

/** Kratos already holds an identity with these traits, made under another external id. */
export class IdentityExistsError extends Error {
  override readonly name = 'IdentityExistsError';
}

/** Identities of agents, in Kratos. */
export interface Identities {
  /**
   * Creates the identity that `externalId` names, or finds it if an earlier call already did:
   * repeating a call whose answer was lost makes no second identity.
   * @throws IdentityExistsError when the traits belong to an identity with another external id.
   */
  ensureAgent(externalId: string, traits: AgentTraits): Promise<AgentIdentity>;
  /** `null` when there is none. */
  get(id: string): Promise<AgentIdentity | null>;
  /** `null` when there is none. */
  findByExternalId(externalId: string): Promise<AgentIdentity | null>;
  /** Deleting what is not there is no fault. */
  delete(id: string): Promise<void>;
}

export function createIdentities(api: IdentityApi, call: Caller): Identities {
  async function findByExternalId(externalId: string): Promise<AgentIdentity | null> {
    const identity = await found(
      call(
        'kratos.getIdentityByExternalId',
        (options) => api.getIdentityByExternalID({ externalID: externalId }, options),
        { idempotent: true },
      ),
    );
    return identity && agentIdentity(identity);
  }

  return {
    async ensureAgent(externalId, traits) {
      const body = {
        schema_id: AGENT_SCHEMA,
        external_id: externalId,
        traits: { public_key: traits.publicKey, fingerprint: traits.fingerprint },
      };
      try {
        const identity = await call(
          'kratos.createIdentity',
          (options) => api.createIdentity({ createIdentityBody: body }, options),
          { idempotent: true },
        );
        return agentIdentity(identity);
      } catch (error) {
        if (!(error instanceof UpstreamRefusedError && error.upstreamStatus === 409)) throw error;
        const existing = await findByExternalId(externalId);
        if (existing === null) {
          throw new IdentityExistsError('An identity with this key exists already.');
        }
        return existing;
      }
    },
    async get(id) {
      const identity = await found(
        call('kratos.getIdentity', (options) => api.getIdentity({ id }, options), {
          idempotent: true,
        }),
      );
      return identity && agentIdentity(identity);
    },
    findByExternalId,
    async delete(id) {
      await found(
        call('kratos.deleteIdentity', (options) => api.deleteIdentity({ id }, options), {
          idempotent: true,
        }),
      );
    },
  };
}

function agentIdentity(identity: Identity): AgentIdentity {
  const { public_key, fingerprint } = identity.traits as Record<string, unknown>;
  if (typeof public_key !== 'string' || typeof fingerprint !== 'string') {
    throw new UpstreamRefusedError('kratos.identity', 200, 'identity without agent traits');
  }
  return { id: identity.id, publicKey: public_key, fingerprint };
}
