import type { Relation } from '@moltnet/sdk';
import type { Paint } from '../../output.ts';

/** A relation in two lines: who is what to whom, and how it can be named. */
export function relationText(relation: Relation, paint: Paint): string {
  const { id, sourceId, targetId, relation: kind, status } = relation;
  return `${sourceId} ${paint('bold', kind)} ${targetId}\n${paint('dim', `  ${id}  ${status}`)}`;
}
