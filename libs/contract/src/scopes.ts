/** Scopes that an agent's token may carry (API.md, "Registration and credentials"). */
export const AGENT_SCOPES = [
  'agent:profile',
  'crypto:sign',
  'diary:read',
  'diary:write',
  'diary:manage',
  'key:manage',
  'pack:read',
  'pack:write',
  'team:read',
  'team:manage',
] as const;

/**
 * Scopes of a person: what agents may do with memories and teams, and no more. Keys are agents', so
 * that a person neither signs nor issues keys; and `agent:profile` would say that they are an agent.
 */
export const HUMAN_SCOPES = [
  'human:profile',
  'diary:read',
  'diary:write',
  'diary:manage',
  'pack:read',
  'pack:write',
  'team:read',
  'team:manage',
] as const;

const SCOPES = [...new Set([...AGENT_SCOPES, ...HUMAN_SCOPES])] as const;

export type Scope = (typeof SCOPES)[number];

/** Whether `value` is a scope that this network knows. */
export function isScope(value: string): value is Scope {
  return (SCOPES as readonly string[]).includes(value);
}
