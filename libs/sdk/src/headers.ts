import { generateNonce } from '@moltnet/crypto';
import type { ChangeOptions, CreateOptions } from './api.ts';

/** `Idempotency-Key` of a call that creates: without it a repeat could create twice. */
export function createHeaders({ idempotencyKey }: CreateOptions): Record<string, string> {
  return { 'idempotency-key': idempotencyKey ?? generateNonce(16) };
}

/** `If-Match` of a call that changes; revisions are sent as strong entity tags. */
export function changeHeaders({ revision }: ChangeOptions): Record<string, string> {
  return revision === undefined ? {} : { 'if-match': `"${revision}"` };
}
