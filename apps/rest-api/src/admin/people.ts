import { createRelationDelivery } from '@moltnet/auth';
import { humanReader } from '@moltnet/database';
import { createHumans } from '@moltnet/identity';
import { type AdminContext, openDatabase, openOry } from './admin-context.ts';

const MAX_GONE = 1_000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Prints who is without an identity and will be erased, the longest gone first.
 * @returns whether there is nobody
 */
export async function listGone(ctx: AdminContext): Promise<boolean> {
  const db = openDatabase(ctx);
  try {
    const gone = await humanReader(db).goneFor(0, MAX_GONE);
    for (const { identityId, goneSince } of gone) ctx.write(`${identityId} ${goneSince}`);
    ctx.write(`${gone.length} gone`);
    return gone.length === 0;
  } finally {
    await db.close();
  }
}

/**
 * Erases a person whose identity was deleted, and prints what went with them.
 * @returns whether they are erased: not while they have an identity
 */
export async function erasePerson(ctx: AdminContext, identityId: string): Promise<boolean> {
  const { logger, write } = ctx;
  if (!UUID.test(identityId)) {
    write('An identity id is a UUID.');
    return false;
  }
  const db = openDatabase(ctx);
  const ory = openOry(ctx);
  const { identities, consents, relations } = ory;
  const delivery = createRelationDelivery({ db, relations, onRevoked: () => undefined, logger });
  try {
    const report = await createHumans({ db, identities, consents, delivery }).erase(identityId);
    if (report === undefined) {
      write('This identity exists: delete it in Ory first.');
      return false;
    }
    write(`erased: ${report.teams} teams, ${report.diaries} diaries`);
    for (const teamId of report.ownerless) write(`without an owner: team ${teamId}`);
    return true;
  } finally {
    await delivery.stop();
    ory.close();
    await db.close();
  }
}
