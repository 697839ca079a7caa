import { generateNonce } from '@moltnet/crypto';
import type { ChangeOptions, CreateOptions, TeamOptions } from './api.ts';

/** `Idempotency-Key` of a call that creates: without it a repeat could create twice. */
export function createHeaders({ idempotencyKey }: CreateOptions): Record<string, string> {
  return { 'idempotency-key': idempotencyKey ?? generateNonce(16) };
}

/** `x-moltnet-team-id` of a call that one of the caller's teams is selected for. */
export function teamHeaders({ teamId }: TeamOptions): Record<string, string> {
  return teamId === undefined ? {} : { 'x-moltnet-team-id': teamId };
}

/** `If-Match` of a call that changes; revisions are sent as strong entity tags. */
export function changeHeaders({ revision }: ChangeOptions): Record<string, string> {
  return revision === undefined ? {} : { 'if-match': `"${revision}"` };
}
