import { Problem } from '@moltnet/contract';
import type { PackKeeping } from '@moltnet/database';

/** How a pack's keeping is to be changed. */
export interface KeepingChange {
  readonly pinned?: boolean | undefined;
  /** RFC 3339. */
  readonly expiresAt?: string | undefined;
}

/**
 * What a change makes of how long a pack is kept (API.md, "Packs"): a pinned one has no expiry, one
 * that is unpinned needs a time that is yet to come.
 * @throws Problem 400
 */
export function changedKeeping(
  current: PackKeeping,
  { pinned = current.pinned, expiresAt }: KeepingChange,
  now = Date.now(),
): PackKeeping {
  if (pinned) {
    if (expiresAt === undefined) return { pinned, expiresAt: null };
    throw invalid('expiresAt', 'A pinned pack has no expiry.', 'is not for a pinned pack');
  }
  const until = expiresAt ?? current.expiresAt;
  if (until === null) {
    throw invalid('expiresAt', 'Unpinning needs expiresAt.', 'is needed where a pack is unpinned');
  }
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now) {
    throw invalid('expiresAt', 'expiresAt must be yet to come.', 'must be in the future');
  }
  return { pinned, expiresAt: until };
}

function invalid(field: string, detail: string, message: string): Problem {
  return new Problem('VALIDATION_FAILED', detail, {
    errors: [{ field: `body.${field}`, message }],
  });
}
