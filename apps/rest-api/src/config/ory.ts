import { type OryUrls, projectUrls } from '@moltnet/auth';
import type { Env } from './env.ts';

/** The variables of a self-hosted Ory, whose services have ports of their own. */
const SPLIT = {
  kratosPublic: 'ORY_KRATOS_PUBLIC_URL',
  kratosAdmin: 'ORY_KRATOS_ADMIN_URL',
  hydraPublic: 'ORY_HYDRA_PUBLIC_URL',
  hydraAdmin: 'ORY_HYDRA_ADMIN_URL',
  ketoRead: 'ORY_KETO_READ_URL',
  ketoWrite: 'ORY_KETO_WRITE_URL',
} as const satisfies Record<keyof OryUrls, keyof Env>;

/** The first of a self-hosted Ory's variables that is set. */
export function firstOfSplit(env: Env): string | undefined {
  return Object.values(SPLIT).find((name) => env[name]);
}

/**
 * Where Ory is: one project URL, or the six of a self-hosted one; noting a fault for both, neither
 * and each that is missing.
 * @param url - reads an http or https URL without trailing slashes, noting a fault
 */
export function readOryUrls(
  env: Env,
  url: (name: keyof Env) => string | undefined,
  faults: string[],
): OryUrls {
  const project = url('ORY_PROJECT_URL');
  const split = firstOfSplit(env);
  if (split === undefined) {
    if (!env.ORY_PROJECT_URL) faults.push('ORY_PROJECT_URL is not set');
    return projectUrls(project ?? '');
  }
  if (env.ORY_PROJECT_URL) {
    faults.push(`ORY_PROJECT_URL and ${split} exclude each other: one URL for all of Ory, or six`);
  }
  const one = (service: keyof OryUrls) => {
    const name = SPLIT[service];
    const value = url(name);
    if (!env[name]) faults.push(`${name} is not set, and ${split} is`);
    return value ?? '';
  };
  return {
    kratosPublic: one('kratosPublic'),
    kratosAdmin: one('kratosAdmin'),
    hydraPublic: one('hydraPublic'),
    hydraAdmin: one('hydraAdmin'),
    ketoRead: one('ketoRead'),
    ketoWrite: one('ketoWrite'),
  };
}
