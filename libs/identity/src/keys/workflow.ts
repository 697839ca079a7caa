import { DBOS } from '@dbos-inc/dbos-sdk';
import { Problem } from '@moltnet/contract';
import { agentReader, agentWriter, type Database } from '@moltnet/database';
import { createPersist } from '../persist.ts';
import { type Refusal, refusalOf } from '../registration/refusal.ts';
import { mirrorKey, type MirrorOptions } from './mirror.ts';
import type { KeyRotationPlan } from './plan.ts';

export interface KeyRotationOptions extends MirrorOptions {
  readonly logger: { error(fields: object, message: string): void };
}

/** Refusals are values: DBOS gives a stored error back as another class. */
export type KeyRotationOutcome = { readonly rotated: true } | { readonly refused: Refusal };

/**
 * Registers the workflows `rotate-key` and `mirror-key` with DBOS. Our database decides, in one
 * transaction; the identity provider follows, for as long as it takes and whatever dies: the second
 * workflow is begun by the first, which a restart takes up where it was.
 */
export function keyRotationWorkflow(options: KeyRotationOptions) {
  const { db, logger } = options;
  const persist = createPersist(logger);

  const mirror = DBOS.registerWorkflow(
    (identityId: string) => persist('mirror key', () => mirrorKey(options, identityId)),
    { name: 'mirror-key' },
  );

  async function attempt(plan: KeyRotationPlan): Promise<KeyRotationOutcome> {
    try {
      await writeRows(db, plan);
      return { rotated: true };
    } catch (error) {
      const refused = refusalOf(error);
      if (refused === null) throw error;
      return { refused };
    }
  }

  return DBOS.registerWorkflow(
    async (plan: KeyRotationPlan): Promise<KeyRotationOutcome> => {
      const outcome = await DBOS.runStep(() => attempt(plan), { name: 'write rows' });
      if ('rotated' in outcome) {
        const workflowID = `${DBOS.workflowID}:mirror`;
        await DBOS.startWorkflow(mirror, { workflowID })(plan.identityId);
      }
      return outcome;
    },
    { name: 'rotate-key' },
  );
}

/** Done before is done: the step may run again after a crash. */
async function writeRows(db: Database, plan: KeyRotationPlan): Promise<void> {
  await db.transaction(async (tx) => {
    if (await agentWriter(tx).rotateKey(plan)) return;
    const agent = await agentReader(tx).byIdentityId(plan.identityId);
    if (agent?.publicKey === plan.newPublicKey) return;
    throw new Problem('CONFLICT', 'Your key was replaced at the same moment.');
  });
}
