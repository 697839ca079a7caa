import type { OAuth2Api, OAuth2Client } from '@ory/client';
import type { Scope } from '@moltnet/contract';
import { UpstreamRefusedError } from '../upstream-error.ts';
import { found } from './absence.ts';
import type { Caller } from './caller.ts';
import type { AgentIdentity } from './identities.ts';

/** An agent's OAuth2 client as it is to be. */
export interface AgentClient {
  /** Chosen by us before the call, so that a repeated call meets its own client. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly agent: AgentIdentity;
  readonly scopes: readonly Scope[];
}

/** The client id belongs to another agent. */
export class ClientExistsError extends Error {
  override readonly name = 'ClientExistsError';
}

/** OAuth2 clients of agents, in Hydra. Secrets go in and never come out. */
export interface OAuth2Clients {
  /**
   * Creates a `client_credentials` client with JWT access tokens, or leaves it as it is if an
   * earlier call already did (its secret too: set a new one).
   * @throws ClientExistsError when the id is taken by another agent's client.
   */
  ensureAgent(client: AgentClient): Promise<void>;
  /** Replaces the secret; the old one stops minting tokens. @throws UpstreamRefusedError 404 when there is no such client. */
  setSecret(clientId: string, clientSecret: string): Promise<void>;
  /** Ends what Hydra itself keeps of a client's tokens; JWTs end by their version (decision 040). */
  endTokens(clientId: string): Promise<void>;
  /** Says anew which agent the client acts for. @throws UpstreamRefusedError 404 when there is no such client. */
  setAgent(clientId: string, agent: AgentIdentity): Promise<void>;
  /** Deletes the client and with it its opaque tokens; deleting what is not there is no fault. */
  delete(clientId: string): Promise<void>;
  /** The identity that the client acts for, `null` when there is no such client. */
  identityOf(clientId: string): Promise<string | null>;
}

export function createOAuth2Clients(api: OAuth2Api, call: Caller): OAuth2Clients {
  async function identityOf(clientId: string): Promise<string | null> {
    const client = await found(
      call('hydra.getOAuth2Client', (options) => api.getOAuth2Client({ id: clientId }, options), {
        idempotent: true,
      }),
    );
    if (client === null) return null;
    const { identity_id } = (client.metadata ?? {}) as Record<string, unknown>;
    return typeof identity_id === 'string' ? identity_id : '';
  }

  return {
    async ensureAgent(client) {
      try {
        await call(
          'hydra.createOAuth2Client',
          (options) => api.createOAuth2Client({ oAuth2Client: hydraClient(client) }, options),
          { idempotent: true },
        );
      } catch (error) {
        if (!(error instanceof UpstreamRefusedError && error.upstreamStatus === 409)) throw error;
        if ((await identityOf(client.clientId)) !== client.agent.id) {
          throw new ClientExistsError('This OAuth2 client id is taken.');
        }
      }
    },
    async setSecret(clientId, clientSecret) {
      const jsonPatch = [{ op: 'replace' as const, path: '/client_secret', value: clientSecret }];
      await call(
        'hydra.patchOAuth2Client',
        (options) => api.patchOAuth2Client({ id: clientId, jsonPatch }, options),
        { idempotent: true },
      );
    },
    async endTokens(clientId) {
      await call(
        'hydra.deleteOAuth2Token',
        (options) => api.deleteOAuth2Token({ clientId }, options),
        { idempotent: true },
      );
    },
    async setAgent(clientId, agent) {
      const value = metadataOf(agent);
      const jsonPatch = [{ op: 'replace' as const, path: '/metadata', value }];
      await call(
        'hydra.patchOAuth2Client',
        (options) => api.patchOAuth2Client({ id: clientId, jsonPatch }, options),
        { idempotent: true },
      );
    },

    async delete(clientId) {
      await found(
        call(
          'hydra.deleteOAuth2Client',
          (options) => api.deleteOAuth2Client({ id: clientId }, options),
          { idempotent: true },
        ),
      );
    },
    identityOf,
  };
}

function hydraClient(client: AgentClient): OAuth2Client {
  return {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    client_name: client.name,
    grant_types: ['client_credentials'],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_post',
    access_token_strategy: 'jwt',
    scope: client.scopes.join(' '),
    metadata: metadataOf(client.agent),
  };
}

function metadataOf({ id, publicKey, fingerprint }: AgentIdentity) {
  return { identity_id: id, public_key: publicKey, fingerprint };
}
