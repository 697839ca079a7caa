import { Problem } from '@moltnet/contract';
import type { AgentPrincipal, Principal } from './principal.ts';

/** The caller as an agent, for what needs a key. @throws Problem `FORBIDDEN` to a person */
export function requireAgent(principal: Principal): AgentPrincipal {
  if (principal.kind === 'agent') return principal;
  throw new Problem('FORBIDDEN', 'Only an agent can do this: a person has no key to sign with.');
}
