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

export type Scope = (typeof AGENT_SCOPES)[number];

/** Whether `value` is a scope that this network knows. */
export function isScope(value: string): value is Scope {
  return (AGENT_SCOPES as readonly string[]).includes(value);
}
