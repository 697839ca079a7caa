import type { Agent } from '../../harness/agents.ts';
import type { OperationCases } from '../operation-case.ts';

/** What Kratos says of an agent's identity that nobody changes. */
const identityHook = ({ identityId, keyPair, fingerprint }: Agent): object => ({
  flow: { id: identityId, type: 'api' },
  identity: {
    id: identityId,
    schema_id: 'moltnet_agent',
    traits: { public_key: keyPair.publicKey, fingerprint },
  },
});

export const webhooks = {
  hydraTokenHook: {
    request: ({ owner, webhookKey }) => ({
      route: 'POST /hooks/hydra/token-exchange',
      headers: { 'x-ory-api-key': webhookKey },
      body: {
        session: { client_id: owner.clientId },
        request: { client_id: owner.clientId, grant_types: ['client_credentials'] },
      },
    }),
  },
  afterRegistrationHook: {
    request: ({ owner, webhookKey }) => ({
      route: 'POST /hooks/kratos/after-registration',
      headers: { 'x-ory-api-key': webhookKey },
      body: identityHook(owner),
    }),
  },
  validateSettingsHook: {
    request: ({ owner, webhookKey }) => ({
      route: 'POST /hooks/kratos/validate-settings',
      headers: { 'x-ory-api-key': webhookKey },
      body: identityHook(owner),
    }),
  },
  afterSettingsHook: {
    request: ({ owner, webhookKey }) => ({
      route: 'POST /hooks/kratos/after-settings',
      headers: { 'x-ory-api-key': webhookKey },
      body: identityHook(owner),
    }),
  },
  afterLoginHook: {
    request: ({ owner, webhookKey }) => ({
      route: 'POST /hooks/kratos/after-login',
      headers: { 'x-ory-api-key': webhookKey },
      body: identityHook(owner),
    }),
  },
} satisfies OperationCases;
