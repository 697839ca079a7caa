/** What the environment says: each variable as text, or absent. An empty one counts as absent. */
export interface Env {
  readonly HOST?: string;
  readonly MCP_PORT?: string;
  readonly PORT?: string;
  readonly MCP_BASE_URL?: string;
  readonly API_BASE_URL?: string;
  readonly ORY_PROJECT_URL?: string;
  readonly ORY_HYDRA_PUBLIC_URL?: string;
  readonly ORY_ISSUER_URL?: string;
  readonly LANDING_BASE_URL?: string;
  readonly CONSOLE_BASE_URL?: string;
  readonly CORS_ORIGINS?: string;
  readonly TRUSTED_PROXY_HOPS?: string;
  readonly FORWARDING_KEY?: string;
  readonly LOG_LEVEL?: string;
  readonly OTLP_ENDPOINT?: string;
}

const NAMES = [
  'HOST',
  'MCP_PORT',
  'PORT',
  'MCP_BASE_URL',
  'API_BASE_URL',
  'ORY_PROJECT_URL',
  'ORY_HYDRA_PUBLIC_URL',
  'ORY_ISSUER_URL',
  'LANDING_BASE_URL',
  'CONSOLE_BASE_URL',
  'CORS_ORIGINS',
  'TRUSTED_PROXY_HOPS',
  'FORWARDING_KEY',
  'LOG_LEVEL',
  'OTLP_ENDPOINT',
] as const satisfies readonly (keyof Env)[];

/** Picks the variables of this server out of `process.env`. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = source[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}
