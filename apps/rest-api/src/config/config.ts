import type { OryUrls } from '@moltnet/auth';
import type { RateLimitGroup } from '@moltnet/contract';
import { REGISTRATION_MODES, type RegistrationMode } from '@moltnet/identity';
import { CONTENT_SCREENS, type ContentScreen, type RetentionPeriods } from '@moltnet/diary';
import type { Env } from './env.ts';
import { readOryUrls } from './ory.ts';
import { readRateLimits } from './rate-limits.ts';
import { type Secrets, readSecrets } from './secrets.ts';

/** Validated settings; safe to log. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly databasePoolSize: number;
  readonly ory: OryUrls;
  /** `iss` of access tokens: what Hydra calls itself. */
  readonly oryIssuer: string;
  /** Most permissions that Keto takes in one check. */
  readonly ketoMaxBatch: number;
  readonly apiBaseUrl: string;
  readonly mcpBaseUrl: string | undefined;
  readonly landingBaseUrl: string | undefined;
  readonly consoleBaseUrl: string | undefined;
  readonly corsOrigins: readonly string[];
  /** Proxies in front whose `X-Forwarded-For` entry is believed; 0: the socket's address. */
  readonly trustedProxyHops: number;
  readonly registrationMode: RegistrationMode;
  /** Requests per minute and caller. */
  readonly rateLimits: Readonly<Record<RateLimitGroup, number>>;
  /** What is done about secrets and card numbers in what is written. */
  readonly contentScreen: ContentScreen;
  /** Longest that a request waits for one answer of Redis, in milliseconds. */
  readonly redisTimeoutMs: number;
  /** How long what has been superseded is kept. */
  readonly retention: RetentionPeriods;
  /** For development: webhooks may be sent to this machine, and without TLS there. */
  readonly webhooksToLoopback: boolean;
  readonly embeddingModelDir: string;
  readonly embeddingAllowDownload: boolean;
  readonly embeddingThreads: number;
  /** Whether this process also embeds the backlog and delivers relations. */
  readonly backgroundWork: boolean;
  /** Survives restarts of this machine: it resumes the workflows that it left, not another's. */
  readonly machineId: string;
  readonly otlpEndpoint: string | undefined;
}

/** Nine seconds: for a trial, in which what it lets go of can be watched. */
const SHORTEST_RETENTION_DAYS = 0.0001;

/** The settings are wrong; the message names every variable, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Validates the environment.
 * @throws ConfigError listing every fault at once, by variable name
 */
export function readConfig(env: Env): { config: Config; secrets: Secrets } {
  const faults: string[] = [];

  const url = (name: keyof Env, fallback?: string): string | undefined => {
    const value = env[name] || fallback;
    if (value === undefined) return undefined;
    if (/^https?:\/\/[^/]/.test(value) && URL.canParse(value)) return value.replace(/\/+$/, '');
    faults.push(`${name} must be an http or https URL`);
    return undefined;
  };
  const number = (name: keyof Env, fallback: number, min: number, max: number): number => {
    const value = env[name] ? Number(env[name]) : fallback;
    if (Number.isFinite(value) && value >= min && value <= max) return value;
    faults.push(`${name} must be a number from ${min} to ${max}`);
    return fallback;
  };
  const integer = (name: keyof Env, fallback: number, min: number, max: number): number => {
    const value = number(name, fallback, min, max);
    if (Number.isInteger(value)) return value;
    faults.push(`${name} must be a whole number`);
    return fallback;
  };
  const flag = (name: keyof Env, fallback: boolean): boolean => {
    const value = env[name] || String(fallback);
    if (value !== 'true' && value !== 'false') faults.push(`${name} must be true or false`);
    return value === 'true';
  };

  const choice = <T extends string>(
    name: keyof Env,
    [fallback, ...others]: readonly [T, ...T[]],
  ) => {
    const value = env[name] || fallback;
    const chosen = [fallback, ...others].find((one) => one === value);
    if (chosen === undefined) {
      faults.push(`${name} must be ${[fallback, ...others].join(', ')}`);
    }
    return chosen ?? fallback;
  };
  const port = integer('PORT', 8080, 0, 65_535);
  const landingBaseUrl = url('LANDING_BASE_URL');
  const consoleBaseUrl = url('CONSOLE_BASE_URL');
  const ory = readOryUrls(env, url, faults);

  const config: Config = {
    host: env.HOST || '127.0.0.1',
    port,
    logLevel: env.LOG_LEVEL || 'info',
    databasePoolSize: integer('DATABASE_POOL_SIZE', 10, 1, 100),
    ory,
    oryIssuer: url('ORY_ISSUER_URL') ?? ory.hydraPublic,
    ketoMaxBatch: integer('ORY_KETO_MAX_BATCH', 100, 3, 1_000),
    apiBaseUrl: url('API_BASE_URL', `http://127.0.0.1:${port}`) ?? '',
    mcpBaseUrl: url('MCP_BASE_URL'),
    landingBaseUrl,
    consoleBaseUrl,
    corsOrigins: origins(env.CORS_ORIGINS, [landingBaseUrl, consoleBaseUrl], faults),
    trustedProxyHops: integer('TRUSTED_PROXY_HOPS', 0, 0, 10),
    registrationMode: choice('REGISTRATION_MODE', REGISTRATION_MODES),
    rateLimits: readRateLimits(integer, number('RATE_LIMIT_SCALE', 1, 0.01, 1_000_000)),
    contentScreen: choice('CONTENT_SCREEN', CONTENT_SCREENS),
    redisTimeoutMs: integer('REDIS_TIMEOUT_MS', 50, 1, 5_000),
    retention: {
      supersededDays: flag('RETENTION_SUPERSEDED', false)
        ? number('RETENTION_SUPERSEDED_DAYS', 90, SHORTEST_RETENTION_DAYS, 36_500)
        : undefined,
      vectorDays: flag('RETENTION_VECTORS', false)
        ? number('RETENTION_VECTORS_DAYS', 90, SHORTEST_RETENTION_DAYS, 36_500)
        : undefined,
    },
    webhooksToLoopback: flag('WEBHOOKS_TO_LOOPBACK', false),
    embeddingModelDir: env.EMBEDDING_MODEL_DIR || 'models',
    embeddingAllowDownload: flag('EMBEDDING_ALLOW_DOWNLOAD', true),
    embeddingThreads: integer('EMBEDDING_THREADS', 1, 1, 64),
    backgroundWork: flag('BACKGROUND_WORK', true),
    machineId: env.FLY_MACHINE_ID || 'local',
    otlpEndpoint: url('OTLP_ENDPOINT'),
  };
  const secrets = readSecrets(env, faults);
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return { config, secrets };
}

function origins(
  list: string | undefined,
  own: readonly (string | undefined)[],
  faults: string[],
): string[] {
  const given = (list ?? '').split(',').map((origin) => origin.trim());
  const result = new Set<string>();
  for (const origin of [...given, ...own]) {
    if (!origin) continue;
    if (URL.canParse(origin)) result.add(new URL(origin).origin);
    else faults.push(`CORS_ORIGINS: ${origin.slice(0, 100)} is not an origin`);
  }
  return [...result];
}
