import { RELATION_KINDS } from '@moltnet/contract';
import { uuidOf } from './entry-fields.ts';
import { type JsonObject, Refusal } from './reading.ts';

/** How two entries of a file stand to each other, by the ids that they have there. */
export interface RelationReading {
  readonly sourceId: string;
  readonly targetId: string;
  readonly relation: (typeof RELATION_KINDS)[number];
  readonly status: 'proposed' | 'accepted';
}

/**
 * A relation in an export of MoltNet. Who proposed it and who decided is the file's word, and does
 * not count.
 * @returns undefined for one that was rejected
 * @throws Refusal
 */
export function readRelation(line: JsonObject): RelationReading | undefined {
  const { status } = line;
  const relation = RELATION_KINDS.find((kind) => kind === line['relation']);
  if (relation === undefined) throw new Refusal(`relation is none of ${RELATION_KINDS.join(', ')}`);
  const sourceId = uuidOf(line['sourceId'], 'sourceId');
  const targetId = uuidOf(line['targetId'], 'targetId');
  if (status === 'rejected') return undefined;
  if (status !== 'proposed' && status !== 'accepted') throw new Refusal('status is not known');
  return { sourceId, targetId, relation, status };
}
