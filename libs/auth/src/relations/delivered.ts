import type { RelationDelivery } from './delivery.ts';

/** How long a request waits for relation changes to reach the permission service (DESIGN.md, 6). */
export const PATIENCE_MS = 2_000;

/** Waits until these changes are delivered; what takes longer is delivered later. */
export async function delivered(
  relations: Pick<RelationDelivery, 'flush'>,
  seqs: readonly number[],
): Promise<void> {
  const upTo = seqs.at(-1);
  if (upTo !== undefined) await relations.flush({ upTo, timeoutMs: PATIENCE_MS });
}
