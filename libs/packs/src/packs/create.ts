import { notFound, type Principal } from '@moltnet/auth';
import { type CreatePackInput, LIMITS, type Pack } from '@moltnet/contract';
import {
  ForeignKeyViolation,
  type Idempotency,
  once,
  packReader,
  packWriter,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { PackDependencies } from '../dependencies.ts';
import { draftPack, notSupersedable } from './draft.ts';
import { packView } from './pack-view.ts';

/**
 * Packs entries and keeps the text that comes of it. A pack with the same CID is the same pack, and
 * comes back.
 * @throws Problem 404 or 403 by permission (a pinned one needs manage); 400 for a selection, params
 *   or a superseded pack that are not right; 409 for flagged entries, or where the idempotency key
 *   was used otherwise; 503
 */
export async function createPack(
  deps: PackDependencies,
  principal: Principal,
  diaryId: string,
  input: CreatePackInput,
  idempotency?: Idempotency,
): Promise<Pack> {
  const verb = input.pinned === true ? 'manage' : 'write';
  const { pack, entries } = await draftPack(deps, principal, verb, diaryId, input);
  const owned = { id: uuidv7(), creatorId: principal.identityId, keepDays: LIMITS.packDays };
  try {
    return await deps.db.transaction((tx) =>
      once(tx, principal.identityId, idempotency, async () => {
        const record = await packWriter(tx).create({ ...pack, ...owned }, entries);
        return packView(record, { entries: await packReader(tx).entries([record.id]) });
      }),
    );
  } catch (error) {
    if (!(error instanceof ForeignKeyViolation)) throw error;
    throw error.constraint === 'packs_supersedes_pack_id_fkey' ? notSupersedable() : notFound();
  }
}
