import type { Env } from './env.ts';

/** What must never be logged; kept apart from `Config` so that `Config` can be. */
export interface Secrets {
  readonly databaseUrl: string;
  /** Opens Ory's admin APIs. */
  readonly oryApiKey: string;
  /** What Ory sends us as `X-Ory-Api-Key`. */
  readonly oryWebhookApiKey: string;
}

/** Reads the secrets, adding to `faults` what is missing. */
export function readSecrets(env: Env, faults: string[]): Secrets {
  const required = (name: keyof Env) => {
    const value = env[name];
    if (value) return value;
    faults.push(`${name} is not set`);
    return '';
  };
  return {
    databaseUrl: databaseUrl(required('DATABASE_URL'), faults),
    oryApiKey: required('ORY_API_KEY'),
    oryWebhookApiKey: required('ORY_WEBHOOK_API_KEY'),
  };
}

function databaseUrl(value: string, faults: string[]): string {
  if (value !== '' && !/^postgres(ql)?:\/\//.test(value)) {
    faults.push('DATABASE_URL must begin with postgres:// or postgresql://');
  }
  return value;
}
