import { deriveKey } from '../tokens/sealing.ts';
import type { Env, EnvName } from './env.ts';

/** What is never printed. */
export interface Secrets {
  /** Holds a password. */
  databaseUrl: string;
  /** What callers of the admin side send as `Authorization: Bearer …`. */
  apiKey: string;
  /** What the token hook gets as `X-Ory-Api-Key`; set where `tokenHookUrl` is. */
  webhookApiKey: string | undefined;
  /** What is stored sealed is sealed under it. */
  systemSecret: string;
  /** Turns an account into the subject that one client sees (OpenID Connect Core 8.1). */
  pairwiseSalt: string;
}

/** Shorter keys can be guessed. */
const MIN_KEY_LENGTH = 16;

/** @param problems Receives a line for each variable that is missing or wrong, never its value. */
export function readSecrets(env: Env, problems: string[]): Secrets {
  if (env.TOKEN_HOOK_URL !== undefined && env.ORY_WEBHOOK_API_KEY === undefined)
    problems.push('ORY_WEBHOOK_API_KEY must be set where TOKEN_HOOK_URL is');
  const systemSecret =
    key(env, 'ORY_LOCAL_SYSTEM_SECRET', problems) ?? missing('ORY_LOCAL_SYSTEM_SECRET', problems);
  return {
    databaseUrl: databaseUrl(env, problems),
    apiKey: key(env, 'ORY_API_KEY', problems) ?? missing('ORY_API_KEY', problems),
    webhookApiKey: key(env, 'ORY_WEBHOOK_API_KEY', problems),
    systemSecret,
    pairwiseSalt:
      key(env, 'OIDC_PAIRWISE_SALT', problems) ??
      deriveKey(systemSecret, 'pairwise-salt').toString('base64url'),
  };
}

function databaseUrl(env: Env, problems: string[]): string {
  if (env.DATABASE_URL === undefined) return missing('DATABASE_URL', problems);
  if (/^postgres(ql)?:$/.test(URL.parse(env.DATABASE_URL)?.protocol ?? '')) return env.DATABASE_URL;
  problems.push('DATABASE_URL must be a postgres:// URL');
  return '';
}

function key(env: Env, name: EnvName, problems: string[]): string | undefined {
  const value = env[name];
  if (value !== undefined && value.length < MIN_KEY_LENGTH)
    problems.push(`${name} must have at least ${MIN_KEY_LENGTH} characters`);
  return value;
}

function missing(name: EnvName, problems: string[]): string {
  problems.push(`${name} must be set`);
  return '';
}
