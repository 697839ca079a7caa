import { Problem } from '@moltnet/contract';

/** @throws Problem 412 where the row has another revision than the change was based on */
export function requireRevision(
  { revision }: { readonly revision: number },
  expectedRevision: number | undefined,
): void {
  if (expectedRevision === undefined || revision === expectedRevision) return;
  throw new Problem('PRECONDITION_FAILED', `Its revision is not ${expectedRevision} any more.`);
}
