import {
  type Database,
  type RelationTuple,
  relationOutboxReader,
  relationOutboxWriter,
  relationSourceReader,
  relationSourceWriter,
} from '@moltnet/database';
import type { Relations } from '../ory/relations.ts';
import { tupleText } from '../permissions/tuple-text.ts';
import type { RelationDelivery } from './delivery.ts';
import { expectedRelations } from './expected.ts';

/** Where the permission service and the database differ. */
export interface RelationDifferences {
  /** Ought to be there. */
  readonly missing: readonly RelationTuple[];
  /** Ought not. */
  readonly surplus: readonly RelationTuple[];
}

export interface ReconcileDependencies {
  readonly db: Database;
  readonly relations: Pick<Relations, 'list'>;
  readonly delivery: Pick<RelationDelivery, 'flush'>;
}

/** Namespaces whose relations all follow from rows. */
const MIRRORED = ['Team', 'Group', 'Diary', 'DiaryEntry'] as const;
/** Looks at a network whose relations change meanwhile before it gives up. */
const LOOKS = 10;
const DELIVERY_MS = 10_000;

/** Relations change faster than they can be compared, or cannot be delivered. */
export class RelationsUnsettledError extends Error {
  override readonly name = 'RelationsUnsettledError';
}

/**
 * Compares every relation of the permission service with the rows that it follows from; with
 * `repair`, also queues what sets it right, in the transaction that made the comparison. Rows change
 * only together with the outbox, so a comparison during which nothing was appended is of one moment.
 * Holds all of both in memory.
 * @throws RelationsUnsettledError, UpstreamUnavailableError
 */
export async function reconcileRelations(
  { db, relations, delivery }: ReconcileDependencies,
  { repair }: { repair: boolean },
): Promise<RelationDifferences> {
  for (let look = 0; look < LOOKS; look += 1) {
    const before = await relationOutboxReader(db).lastSeq();
    if (!(await delivery.flush({ upTo: before, timeoutMs: DELIVERY_MS }))) break;
    const lists = await Promise.all(MIRRORED.map((namespace) => relations.list(namespace)));
    const differences = await db.transaction(async (tx) => {
      await relationSourceWriter(tx).hold();
      if ((await relationOutboxReader(tx).lastSeq()) !== before) return undefined;
      const expected = expectedRelations(await relationSourceReader(tx).all());
      const found = compare(expected, lists.flat());
      if (repair) await queue(relationOutboxWriter(tx), found);
      return found;
    });
    if (differences === undefined) continue;
    if (!repair) return differences;
    const upTo = await relationOutboxReader(db).lastSeq();
    if (await delivery.flush({ upTo, timeoutMs: DELIVERY_MS })) return differences;
    break;
  }
  throw new RelationsUnsettledError('Relations are changing or cannot be delivered: try later.');
}

async function queue(
  outbox: ReturnType<typeof relationOutboxWriter>,
  { missing, surplus }: RelationDifferences,
): Promise<void> {
  await outbox.forgetFailed();
  await outbox.append('insert', missing);
  await outbox.append('delete', surplus);
}

function compare(
  expected: readonly RelationTuple[],
  actual: readonly RelationTuple[],
): RelationDifferences {
  const wanted = new Set(expected.map(tupleText));
  const there = new Set(actual.map(tupleText));
  return {
    missing: expected.filter((tuple) => !there.has(tupleText(tuple))),
    surplus: actual.filter((tuple) => !wanted.has(tupleText(tuple))),
  };
}
