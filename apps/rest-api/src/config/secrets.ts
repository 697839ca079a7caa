import { hkdfSync } from 'node:crypto';
import type { Env } from './env.ts';
import { firstOfSplit } from './ory.ts';

/** What must never be logged; kept apart from `Config` so that `Config` can be. */
export interface Secrets {
  readonly databaseUrl: string;
  /** Opens Ory's admin APIs; a self-hosted one needs none of its own. */
  readonly oryApiKey: string | undefined;
  /** What Ory sends us as `X-Ory-Api-Key`. */
  readonly oryWebhookApiKey: string;
  /** May hold a password; absent: every process counts and remembers for itself. */
  readonly redisUrl: string | undefined;
  /** What the MCP server shows when it asks for somebody else's address. */
  readonly forwardingKey: string | undefined;
  /** Seals what machines share in Redis. */
  readonly sharedAnswersKey: Uint8Array;
  /** Seals answers with a secret in them that are kept for a repeat of their request. */
  readonly idempotencyKey: Uint8Array;
  /** What the secrets of members' webhooks are derived from. */
  readonly webhookKey: Uint8Array;
  /** Marks recovery challenges as ours for their five minutes. */
  readonly recoveryKey: Uint8Array;
}

/** Reads the secrets, adding to `faults` what is missing. */
export function readSecrets(env: Env, faults: string[]): Secrets {
  const required = (name: keyof Env) => {
    const value = env[name];
    if (value) return value;
    faults.push(`${name} is not set`);
    return '';
  };
  const oryWebhookApiKey = required('ORY_WEBHOOK_API_KEY');
  return {
    databaseUrl: databaseUrl(required('DATABASE_URL'), faults),
    oryApiKey: firstOfSplit(env) ? env.ORY_API_KEY || undefined : required('ORY_API_KEY'),
    oryWebhookApiKey,
    redisUrl: redisUrl(env.REDIS_URL || undefined, faults),
    forwardingKey: forwardingKey(env.FORWARDING_KEY || undefined, faults),
    sharedAnswersKey: derived(oryWebhookApiKey, 'moltnet shared answers'),
    idempotencyKey: derived(oryWebhookApiKey, 'moltnet idempotent answers'),
    webhookKey: derived(env.WEBHOOK_SECRETS_KEY || oryWebhookApiKey, 'moltnet webhook secrets'),
    recoveryKey: derived(oryWebhookApiKey, 'moltnet recovery challenge'),
  };
}

/** A key for one purpose (RFC 5869), alike on every machine that has the same secret. */
function derived(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
}

function databaseUrl(value: string, faults: string[]): string {
  if (value !== '' && !/^postgres(ql)?:\/\//.test(value)) {
    faults.push('DATABASE_URL must begin with postgres:// or postgresql://');
  }
  return value;
}

function redisUrl(value: string | undefined, faults: string[]): string | undefined {
  const usable = value === undefined || (/^rediss?:\/\/[^/]/.test(value) && URL.canParse(value));
  if (!usable) faults.push('REDIS_URL must begin with redis:// or rediss:// and name a host');
  return value;
}

function forwardingKey(value: string | undefined, faults: string[]): string | undefined {
  if (value !== undefined && value.length < 32) {
    faults.push('FORWARDING_KEY must have at least 32 characters');
  }
  return value;
}
