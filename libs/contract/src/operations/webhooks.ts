import type { Operation } from '../operation.ts';
import { TokenHookBody, TokenHookResponse } from '../schemas/agents.ts';

export const webhooksOperations = {
  hydraTokenHook: {
    method: 'POST',
    path: '/hooks/hydra/token-exchange',
    summary: 'Adds the agent’s claims to a token that Hydra is about to mint',
    tag: 'Webhooks',
    auth: 'webhook',
    body: TokenHookBody,
    responses: { 200: TokenHookResponse },
  },
} as const satisfies Record<string, Operation>;
