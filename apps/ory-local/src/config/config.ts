import type { Env, EnvName } from './env.ts';

/** What may be printed. Secrets are apart, in secrets.ts. */
export interface ServerConfig {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** `iss` of tokens and base of all URLs; undefined means the URL that it listens on. */
  issuer: string | undefined;
  tokenHookUrl: string | undefined;
  tokenHookTimeoutMs: number;
  /** For development: a client's metadata document may be on this machine. */
  loopbackClientDocuments?: boolean;
  /** See `KEY_PUBLISHED_MS`; nobody but a test has less time. */
  keyPublishedMs?: number;
  /** See `REGISTRATIONS_PER_MINUTE`. */
  registrationsPerMinute?: number;
  /** See `AUTHORIZATIONS_PER_MINUTE`. */
  authorizationsPerMinute?: number;
  logLevel: string;
}

export interface Config extends ServerConfig {
  /** OTLP/HTTP collector for traces, metrics and logs; undefined means none are sent. */
  otlpEndpoint: string | undefined;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Thrown once for all that is wrong; `problems` has a line for each variable. */
export class ConfigError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** @param problems Receives a line for each variable that is missing or wrong. */
export function readConfig(env: Env, problems: string[]): Config {
  const portName = env.ORY_LOCAL_PORT === undefined ? 'PORT' : 'ORY_LOCAL_PORT';
  return {
    host: env.HOST ?? '127.0.0.1',
    port: port(env, portName, problems),
    issuer: url(env, 'ORY_LOCAL_ISSUER', problems),
    tokenHookUrl: url(env, 'TOKEN_HOOK_URL', problems),
    tokenHookTimeoutMs: 5000,
    loopbackClientDocuments: flag(env, 'ORY_LOCAL_LOOPBACK_CLIENT_DOCUMENTS', problems),
    logLevel: logLevel(env, problems),
    otlpEndpoint: url(env, 'OTLP_ENDPOINT', problems),
  };
}

function port(env: Env, name: EnvName, problems: string[]): number {
  const text = env[name] ?? '4455';
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  problems.push(`${name} must be a port, 0 to 65535`);
  return 0;
}

/** An http(s) URL without the slash at its end. */
function url(env: Env, name: EnvName, problems: string[]): string | undefined {
  const text = env[name];
  if (text === undefined) return undefined;
  const parsed = URL.parse(text);
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:')
    return text.replace(/\/+$/, '');
  problems.push(`${name} must be an http or https URL`);
  return undefined;
}

function flag(env: Env, name: EnvName, problems: string[]): boolean {
  const text = env[name] ?? 'false';
  if (text !== 'true' && text !== 'false') problems.push(`${name} must be true or false`);
  return text === 'true';
}

function logLevel(env: Env, problems: string[]): string {
  const level = env.LOG_LEVEL ?? 'info';
  if (LOG_LEVELS.includes(level)) return level;
  problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);
  return 'info';
}
