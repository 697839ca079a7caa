import type { Env } from './env.ts';

/** What must never be logged. Credentials are not among it: callers bring their own. */
export interface Secrets {
  /** Shown to the REST API when we say for which address we ask; absent: we do not say. */
  readonly forwardingKey?: string | undefined;
}

export function readSecrets(env: Env): Secrets {
  return { forwardingKey: env.FORWARDING_KEY };
}
