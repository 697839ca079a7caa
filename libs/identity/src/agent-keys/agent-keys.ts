import type { FindAgentKey, Principal } from '@moltnet/auth';
import type { AgentKey, CreateAgentKeyInput, IssuedAgentKey } from '@moltnet/contract';
import type { Database, Idempotency, List } from '@moltnet/database';
import type { OnCredentialsEnded } from '../credentials/replace-secret.ts';
import { createAgentKey } from './create.ts';
import { createFindAgentKey } from './find.ts';
import { listAgentKeys } from './list.ts';
import { revokeAgentKey } from './revoke.ts';
import { rotateAgentKey } from './rotate.ts';

/** Bearer keys that agents issue; each verb as its file says. */
export interface AgentKeys {
  create(
    principal: Principal,
    input: CreateAgentKeyInput,
    idempotency?: Idempotency,
  ): Promise<IssuedAgentKey>;
  list(principal: Principal, page: { limit?: number; cursor?: string }): Promise<List<AgentKey>>;
  rotate(principal: Principal, id: string): Promise<IssuedAgentKey>;
  revoke(principal: Principal, id: string): Promise<AgentKey>;
  readonly find: FindAgentKey;
}

export function createAgentKeys(options: {
  db: Database;
  onCredentialsEnded: OnCredentialsEnded;
}): AgentKeys {
  const { db } = options;
  return {
    create: (principal, input, idempotency) => createAgentKey(db, principal, input, idempotency),
    list: (principal, page) => listAgentKeys(db, principal, page),
    rotate: (principal, id) => rotateAgentKey(options, principal, id),
    revoke: (principal, id) => revokeAgentKey(options, principal, id),
    find: createFindAgentKey(db),
  };
}
