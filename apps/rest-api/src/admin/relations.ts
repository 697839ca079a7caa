import { createOry, createRelationDelivery, reconcileRelations, tupleText } from '@moltnet/auth';
import { connect, relationOutboxReader } from '@moltnet/database';
import type { Logger } from '@moltnet/observability';
import type { Config } from '../config/config.ts';
import type { Secrets } from '../config/secrets.ts';

export interface AdminContext {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly logger: Logger;
  /** One line for the operator. */
  readonly write: (line: string) => void;
}

const ORY_TIMEOUT_MS = 10_000;
const MAX_DEAD_LETTERS = 1_000;

const openDatabase = ({ secrets }: AdminContext) =>
  connect(secrets.databaseUrl, { max: 2, applicationName: 'moltnet-admin' });

/**
 * Prints every relation that is missing or surplus at the permission service, as `+` and `-` lines.
 * @returns whether it is right now
 */
export async function reconcile(ctx: AdminContext, repair: boolean): Promise<boolean> {
  const { config, secrets, logger, write } = ctx;
  const db = openDatabase(ctx);
  const ory = createOry({
    urls: config.ory,
    apiKey: secrets.oryApiKey,
    timeoutMs: ORY_TIMEOUT_MS,
  });
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
