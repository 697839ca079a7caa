import { type FieldError, Problem, type ShareEntryInput } from '@moltnet/contract';
import type { SubjectShare } from '@moltnet/database';

export type ShareSubject = Omit<SubjectShare, 'entryId'>;

/**
 * With whom an entry is to be shared, or for how long a link shall lead to it.
 * @throws Problem 400 where it is neither, both, or half a subject
 */
export function shareTarget(
  input: ShareEntryInput,
): ShareSubject | { readonly expiresInHours: number } {
  const { subjectId, subjectNs, expiresInHours } = input;
  if (subjectId === undefined && subjectNs === undefined && expiresInHours !== undefined) {
    return { expiresInHours };
  }
  if (subjectId !== undefined && subjectNs !== undefined && expiresInHours === undefined) {
    return { subjectId, subjectNs };
  }
  const errors: FieldError[] = [];
  if (subjectId === undefined) {
    errors.push({ field: 'body.subjectId', message: 'must be sent with subjectNs' });
  }
  if (subjectNs === undefined) {
    errors.push({ field: 'body.subjectNs', message: 'must be sent with subjectId' });
  }
  if (expiresInHours !== undefined) {
    const message = 'is of a link and cannot be sent with a subject';
    errors.push({ field: 'body.expiresInHours', message });
  }
  const detail = 'Send subjectId and subjectNs, or expiresInHours alone for a link.';
  throw new Problem('VALIDATION_FAILED', detail, { errors });
}
