import type { WellknownApi } from '@ory/client';
import type { Caller } from './caller.ts';
import type { Identities } from './identities.ts';
import type { Relations } from './relations.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Resolves when Kratos, Hydra and Keto each answer a real question with our API key, rejects with
 * the first one's fault when not. Ory Network exposes no health endpoint that would tell as much.
 */
export type CheckReadiness = () => Promise<void>;

export function createReadiness(
  identities: Identities,
  relations: Relations,
  wellknown: WellknownApi,
  hydra: Caller,
): CheckReadiness {
  return async () => {
    await Promise.all([
      identities.get(NOBODY),
      relations.check([
        {
          namespace: 'Team',
          object: NOBODY,
          relation: 'read',
          subjectSet: { namespace: 'Agent', object: NOBODY, relation: '' },
        },
      ]),
      hydra('hydra.discoverJsonWebKeys', (options) => wellknown.discoverJsonWebKeys(options), {
        idempotent: true,
      }),
    ]);
  };
}
