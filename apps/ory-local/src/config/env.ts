/** The variables that ory-local reads, with the name under which each fault is reported. */
export const ENV_NAMES = [
  'HOST',
  'PORT',
  'ORY_LOCAL_PORT',
  'ORY_LOCAL_ISSUER',
  'ORY_LOCAL_LOOPBACK_CLIENT_DOCUMENTS',
  'DATABASE_URL',
  'ORY_API_KEY',
  'ORY_LOCAL_SYSTEM_SECRET',
  'ORY_WEBHOOK_API_KEY',
  'TOKEN_HOOK_URL',
  'OIDC_PAIRWISE_SALT',
  'LOG_LEVEL',
  'OTLP_ENDPOINT',
] as const;

export type EnvName = (typeof ENV_NAMES)[number];

/** The environment as it stands; an empty variable counts as unset. */
export type Env = Partial<Record<EnvName, string>>;

/** The one place that reads `process.env`. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const set = ENV_NAMES.map((name) => [name, source[name]] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== ''));
}
