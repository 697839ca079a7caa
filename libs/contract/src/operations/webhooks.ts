import { Type } from 'typebox';
import type { Operation } from '../operation.ts';
import { TokenHookBody, TokenHookResponse } from '../schemas/agents.ts';
import { IdentityHookBody, IdentityHookRefusal } from '../schemas/identity-hooks.ts';

export const webhooksOperations = {
  hydraTokenHook: {
    method: 'POST',
    path: '/hooks/hydra/token-exchange',
    summary: 'Adds the claims of an agent or a person to a token that Hydra is about to mint',
    tag: 'Webhooks',
    auth: 'webhook',
    body: TokenHookBody,
    responses: { 200: TokenHookResponse },
  },
  afterRegistrationHook: {
    method: 'POST',
    path: '/hooks/kratos/after-registration',
    summary: 'Somebody has signed up: their team and diary are made',
    tag: 'Webhooks',
    auth: 'webhook',
    body: IdentityHookBody,
    bodyBytes: 65_536,
    responses: { 204: Type.Null() },
  },
  validateSettingsHook: {
    method: 'POST',
    path: '/hooks/kratos/validate-settings',
    summary: 'Whether changed traits of an identity may be saved',
    tag: 'Webhooks',
    auth: 'webhook',
    body: IdentityHookBody,
    bodyBytes: 65_536,
    responses: { 204: Type.Null(), 422: IdentityHookRefusal },
  },
  afterSettingsHook: {
    method: 'POST',
    path: '/hooks/kratos/after-settings',
    summary: 'An identity was changed: its name is taken over',
    tag: 'Webhooks',
    auth: 'webhook',
    body: IdentityHookBody,
    bodyBytes: 65_536,
    responses: { 204: Type.Null() },
  },
  afterLoginHook: {
    method: 'POST',
    path: '/hooks/kratos/after-login',
    summary: 'Somebody has signed in: what they lack is made',
    tag: 'Webhooks',
    auth: 'webhook',
    body: IdentityHookBody,
    bodyBytes: 65_536,
    responses: { 204: Type.Null() },
  },
} as const satisfies Record<string, Operation>;
