/** The environment as text; the only place of this app that reads `process.env`. */
export interface Env {
  readonly NODE_ENV?: string | undefined;
  readonly HOST?: string | undefined;
  readonly PORT?: string | undefined;
  readonly LOG_LEVEL?: string | undefined;
  readonly DATABASE_URL?: string | undefined;
  readonly DATABASE_POOL_SIZE?: string | undefined;
  readonly ORY_PROJECT_URL?: string | undefined;
  readonly ORY_KRATOS_PUBLIC_URL?: string | undefined;
  readonly ORY_KRATOS_ADMIN_URL?: string | undefined;
  readonly ORY_HYDRA_PUBLIC_URL?: string | undefined;
  readonly ORY_HYDRA_ADMIN_URL?: string | undefined;
  readonly ORY_KETO_READ_URL?: string | undefined;
  readonly ORY_KETO_WRITE_URL?: string | undefined;
  readonly ORY_ISSUER_URL?: string | undefined;
  readonly ORY_KETO_MAX_BATCH?: string | undefined;
  readonly ORY_API_KEY?: string | undefined;
  readonly ORY_WEBHOOK_API_KEY?: string | undefined;
  readonly API_BASE_URL?: string | undefined;
  readonly MCP_BASE_URL?: string | undefined;
  readonly LANDING_BASE_URL?: string | undefined;
  readonly CONSOLE_BASE_URL?: string | undefined;
  readonly CORS_ORIGINS?: string | undefined;
  readonly TRUSTED_PROXY_HOPS?: string | undefined;
  readonly FORWARDING_KEY?: string | undefined;
  readonly REGISTRATION_MODE?: string | undefined;
  readonly RATE_LIMIT_SCALE?: string | undefined;
  readonly RATE_LIMIT_ADDRESS?: string | undefined;
  readonly RATE_LIMIT_AUTHENTICATED?: string | undefined;
  readonly RATE_LIMIT_READ?: string | undefined;
  readonly RATE_LIMIT_ANONYMOUS?: string | undefined;
  readonly RATE_LIMIT_SEARCH?: string | undefined;
  readonly RATE_LIMIT_SIGNING?: string | undefined;
  readonly RATE_LIMIT_RECOVERY?: string | undefined;
  readonly RATE_LIMIT_REGISTRATION?: string | undefined;
  readonly RATE_LIMIT_PUBLIC_VERIFY?: string | undefined;
  readonly RATE_LIMIT_PUBLIC_SEARCH?: string | undefined;
  readonly REDIS_URL?: string | undefined;
  readonly CONTENT_SCREEN?: string | undefined;
  readonly REDIS_TIMEOUT_MS?: string | undefined;
  readonly RETENTION_SUPERSEDED?: string | undefined;
  readonly RETENTION_SUPERSEDED_DAYS?: string | undefined;
  readonly RETENTION_VECTORS?: string | undefined;
  readonly RETENTION_VECTORS_DAYS?: string | undefined;
  readonly WEBHOOKS_TO_LOOPBACK?: string | undefined;
  readonly WEBHOOK_SECRETS_KEY?: string | undefined;
  readonly EMBEDDING_MODEL_DIR?: string | undefined;
  readonly EMBEDDING_ALLOW_DOWNLOAD?: string | undefined;
  readonly EMBEDDING_THREADS?: string | undefined;
  readonly BACKGROUND_WORK?: string | undefined;
  readonly FLY_MACHINE_ID?: string | undefined;
  readonly OTLP_ENDPOINT?: string | undefined;
}

export function readEnv(): Env {
  return process.env;
}
