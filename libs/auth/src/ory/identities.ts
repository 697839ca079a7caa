import type { Identity, IdentityApi } from '@ory/client';
import { UpstreamRefusedError } from '../upstream-error.ts';
import { found } from './absence.ts';
import type { Caller } from './caller.ts';
import { HUMAN_SCHEMA, nameOf } from './human-traits.ts';

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

/** What a person's identity says about them, as far as it concerns us. */
export interface HumanIdentity {
  readonly id: string;
  readonly name: string | null;
}

/** The key belongs to an identity with another external id. */
export class IdentityExistsError extends Error {
  override readonly name = 'IdentityExistsError';
}

/** Identities of agents, in Kratos, which holds at most one for a public key. */
export interface Identities {
  /**
   * Creates the identity, or finds it if an earlier call with the same `externalId` already did:
   * repeating a call whose answer was lost makes no second identity.
   * @throws IdentityExistsError when the key belongs to an identity with another external id.
   */
  ensureAgent(externalId: string, traits: AgentTraits): Promise<AgentIdentity>;
  /** `null` when there is none. */
  get(id: string): Promise<AgentIdentity | null>;
  /** A person as their identity is now; `null` when there is none, it is inactive, or an agent's. */
  getHuman(id: string): Promise<HumanIdentity | null>;
  /**
   * Those of `ids`, at most 100, that no identity has; one that is inactive is there.
   * @throws UpstreamUnavailableError rather than taking for missing what nobody can tell.
   */
  missing(ids: readonly string[]): Promise<string[]>;
  /** The identity with this key if it has this external id, else `null`. */
  find(externalId: string, publicKey: string): Promise<AgentIdentity | null>;
  /** Replaces the key of an identity. @throws UpstreamRefusedError 404 when there is none, 409 when another has the key. */
  setKey(id: string, traits: AgentTraits): Promise<void>;
  /** A code that recovers the identity in Kratos, good for so many seconds, and where to enter it. */
  recoveryCode(id: string, seconds: number): Promise<{ code: string; url: string }>;
  /** Deleting what is not there is no fault. */
  delete(id: string): Promise<void>;
}

export function createIdentities(api: IdentityApi, call: Caller): Identities {
  const idempotent = { idempotent: true };

  /** `null` when there is none. */
  const identity = (id: string): Promise<Identity | null> =>
    found(call('kratos.getIdentity', (options) => api.getIdentity({ id }, options), idempotent));

  async function find(externalId: string, publicKey: string): Promise<AgentIdentity | null> {
    // The schema makes the public key a login name, and login names are unique.
    const identities = await call(
      'kratos.listIdentities',
      (options) => api.listIdentities({ credentialsIdentifier: publicKey }, options),
      idempotent,
    );
    const own = identities.find(({ external_id }) => external_id === externalId);
    return own === undefined ? null : agentIdentity(own);
  }

  return {
    async ensureAgent(externalId, traits) {
      const createIdentityBody = {
        schema_id: AGENT_SCHEMA,
        external_id: externalId,
        traits: { public_key: traits.publicKey, fingerprint: traits.fingerprint },
      };
      try {
        const identity = await call(
          'kratos.createIdentity',
          (options) => api.createIdentity({ createIdentityBody }, options),
          idempotent,
        );
        return agentIdentity(identity);
      } catch (error) {
        if (!(error instanceof UpstreamRefusedError && error.upstreamStatus === 409)) throw error;
        const own = await find(externalId, traits.publicKey);
        if (own === null) throw new IdentityExistsError('This key has an identity already.');
        return own;
      }
    },
    async get(id) {
      const stored = await identity(id);
      return stored && agentIdentity(stored);
    },
    async getHuman(id) {
      const stored = await identity(id);
      if (stored?.schema_id !== HUMAN_SCHEMA || stored.state === 'inactive') return null;
      return { id, name: nameOf(stored.traits) };
    },
    async missing(ids) {
      if (ids.length === 0) return [];
      const listed = await call(
        'kratos.listIdentities',
        (options) => api.listIdentities({ ids: [...ids], pageSize: ids.length }, options),
        idempotent,
      );
      const there = new Set(listed.map(({ id }) => id));
      const missing: string[] = [];
      for (const id of ids) {
        // A list may be some seconds old, where its Ory is so configured; an identity is not.
        if (!there.has(id) && (await identity(id)) === null) missing.push(id);
      }
      return missing;
    },
    find,
    async setKey(id, { publicKey, fingerprint }) {
      const jsonPatch = [
        { op: 'replace' as const, path: '/traits/public_key', value: publicKey },
        { op: 'replace' as const, path: '/traits/fingerprint', value: fingerprint },
      ];
      await call(
        'kratos.patchIdentity',
        (options) => api.patchIdentity({ id, jsonPatch }, options),
        idempotent,
      );
    },

    async recoveryCode(id, seconds) {
      const createRecoveryCodeForIdentityBody = { identity_id: id, expires_in: `${seconds}s` };
      const { recovery_code: code, recovery_link: url } = await call(
        'kratos.createRecoveryCodeForIdentity',
        (options) =>
          api.createRecoveryCodeForIdentity({ createRecoveryCodeForIdentityBody }, options),
        idempotent,
      );
      return { code, url };
    },

    async delete(id) {
      await found(
        call('kratos.deleteIdentity', (options) => api.deleteIdentity({ id }, options), idempotent),
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
