import { createRelationDelivery, reconcileRelations, tupleText } from '@moltnet/auth';
import { relationOutboxReader } from '@moltnet/database';
import { type AdminContext, openDatabase, openOry } from './admin-context.ts';

const MAX_DEAD_LETTERS = 1_000;

/**
 * Prints every relation that is missing or surplus at the permission service, as `+` and `-` lines.
 * @returns whether it is right now
 */
export async function reconcile(ctx: AdminContext, repair: boolean): Promise<boolean> {
  const { logger, write } = ctx;
  const db = openDatabase(ctx);
  const ory = openOry(ctx);
  const { relations } = ory;
  const delivery = createRelationDelivery({ db, relations, onRevoked: () => undefined, logger });
  try {
    const { missing, surplus } = await reconcileRelations({ db, relations, delivery }, { repair });
    for (const tuple of missing) write(`+ ${tupleText(tuple)}`);
    for (const tuple of surplus) write(`- ${tupleText(tuple)}`);
    const verb = repair ? 'repaired' : 'found';
    write(`${missing.length} missing, ${surplus.length} surplus ${verb}`);
    return repair || missing.length + surplus.length === 0;
  } finally {
    await delivery.stop();
    ory.close();
    await db.close();
  }
}

/**
 * Prints what the permission service refused for good; `reconcile --repair` clears it.
 * @returns whether there is none
 */
export async function listDeadLetters(ctx: AdminContext): Promise<boolean> {
  const db = openDatabase(ctx);
  try {
    const letters = await relationOutboxReader(db).failed(MAX_DEAD_LETTERS);
    for (const { seq, action, tuple, failedAt, lastError } of letters) {
      ctx.write(`${seq} ${failedAt} ${action} ${tupleText(tuple)}: ${lastError}`);
    }
    ctx.write(`${letters.length} set aside`);
    return letters.length === 0;
  } finally {
    await db.close();
  }
}
