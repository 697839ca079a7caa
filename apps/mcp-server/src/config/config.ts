import { isLoopback } from '../network/loopback.ts';
import type { Env } from './env.ts';

/** The server's configuration; safe to log. */
export interface Config {
  readonly host: string;
  /** 0 lets the system choose, as tests do. */
  readonly port: number;
  /** Origin under which clients reach this server, `https://mcp.themolt.net`; absent: as bound. */
  readonly publicUrl: string | undefined;
  /** Base URL of the REST API, without a trailing slash. */
  readonly apiUrl: string;
  /** Where the keys of the tokens' issuer are, without a trailing slash. */
  readonly oryUrl: string;
  /** What the issuer calls itself in tokens, and where clients are sent to get one. */
  readonly issuer: string;
  /** Origins of web pages that may call this server, besides loopback ones on a loopback bind. */
  readonly corsOrigins: readonly string[];
  /** How many reverse proxies stand in front; 0 takes the socket's address as the client's. */
  readonly trustedProxyHops: number;
  readonly logLevel: LogLevel;
  readonly otlpEndpoint: string | undefined;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Thrown with every fault of the environment at once, one line each, led by the variable's name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Validates the environment and fills in defaults.
 * @throws ConfigError naming every variable that is wrong.
 */
export function parseConfig(env: Env): Config {
  const problems: string[] = [];

  function integer(name: keyof Env, max: number, fallback: number): number {
    const text = env[name];
    if (text === undefined) return fallback;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value <= max) return value;
    problems.push(`${name}: must be a whole number from 0 to ${max}, not "${text}"`);
    return fallback;
  }

  function url(name: keyof Env): string | undefined {
    const text = env[name];
    if (text === undefined) return undefined;
    const parsed = URL.parse(text);
    if (parsed && /^https?:$/.test(parsed.protocol) && !parsed.username && !parsed.search)
      return text.replace(/\/+$/, '');
    problems.push(
      `${name}: must be an http(s) URL without user or query, like http://127.0.0.1:80`,
    );
    return undefined;
  }

  /** Origins, separated by commas: scheme, host and port, nothing after them. */
  function origins(name: keyof Env): string[] {
    const texts = (env[name] ?? '').split(',').map((text) => text.trim());
    return texts.flatMap((text) => {
      if (text === '') return [];
      const parsed = URL.parse(text);
      if (parsed && parsed.origin === text.replace(/\/$/, '')) return [parsed.origin];
      problems.push(`${name}: must be an origin like https://example.org, not "${text}"`);
      return [];
    });
  }

  function logLevel(): LogLevel {
    const level = LOG_LEVELS.find((known) => known === (env.LOG_LEVEL ?? 'info'));
    if (level) return level;
    problems.push(`LOG_LEVEL: must be one of ${LOG_LEVELS.join(', ')}, not "${env.LOG_LEVEL}"`);
    return 'info';
  }

  const hydra = url('ORY_HYDRA_PUBLIC_URL');
  if (hydra !== undefined && env.ORY_PROJECT_URL !== undefined)
    problems.push('ORY_PROJECT_URL: excludes ORY_HYDRA_PUBLIC_URL; set the one or the other');
  const oryUrl = url('ORY_PROJECT_URL') ?? hydra ?? 'http://127.0.0.1:4455';

  const config: Config = {
    host: env.HOST ?? '127.0.0.1',
    port: integer(env.MCP_PORT === undefined ? 'PORT' : 'MCP_PORT', 65_535, 8001),
    publicUrl: origins('MCP_BASE_URL')[0],
    apiUrl: url('API_BASE_URL') ?? 'http://127.0.0.1:8080',
    oryUrl,
    issuer: url('ORY_ISSUER_URL') ?? oryUrl,
    corsOrigins: [
      ...origins('LANDING_BASE_URL'),
      ...origins('CONSOLE_BASE_URL'),
      ...origins('CORS_ORIGINS'),
    ],
    trustedProxyHops: integer('TRUSTED_PROXY_HOPS', 10, 0),
    logLevel: logLevel(),
    otlpEndpoint: url('OTLP_ENDPOINT'),
  };
  if (!isLoopback(config.host) && env.MCP_BASE_URL === undefined)
    problems.push(`MCP_BASE_URL: must be set, because HOST=${config.host} is not loopback`);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
