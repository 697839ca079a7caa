import { notFound } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { ForeignKeyViolation, UniqueViolation } from '@moltnet/database';

const CONSTRAINTS: Record<string, () => Problem> = {
  entry_signatures_author_nonce_key: () =>
    new Problem('CONFLICT', 'signature.nonce was used before; each entry needs its own.'),
  entry_signatures_signing_request_id_key: () =>
    new Problem(
      'SIGNING_REQUEST_ALREADY_COMPLETED',
      'The signature of this signing request has already made an entry.',
    ),
  entries_diary_id_fkey: notFound,
  // An entry that was to be related is deleted at this moment.
  entry_relations_source_id_fkey: notFound,
  entry_relations_target_id_fkey: notFound,
};

/** What a constraint that stopped a new entry or relation means to its author; any other error as it is. */
export function writeProblem(error: unknown): unknown {
  if (!(error instanceof UniqueViolation || error instanceof ForeignKeyViolation)) return error;
  return CONSTRAINTS[error.constraint]?.() ?? error;
}
