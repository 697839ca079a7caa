import type { OperationCases } from '../operation-case.ts';

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
} satisfies OperationCases;
