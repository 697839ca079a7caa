import { Problem } from '@moltnet/contract';

/** The row has another revision than the change was based on. */
export function changedMeanwhile(expectedRevision: number | undefined): Problem {
  return expectedRevision === undefined
    ? new Problem('CONFLICT', 'It was changed at the same moment. Read it again and repeat.')
    : new Problem('PRECONDITION_FAILED', `Its revision is not ${expectedRevision} any more.`);
}
