import type { OperationId } from '@moltnet/contract';
import type { OperationCase } from '../operation-case.ts';
import { agentKeys } from './agent-keys.ts';
import { agents } from './agents.ts';
import { credentials } from './credentials.ts';
import { diaries } from './diaries.ts';
import { diarySharing } from './diary-sharing.ts';
import { discovery } from './discovery.ts';
import { enrollments } from './enrollments.ts';
import { entries } from './entries.ts';
import { entryShares } from './entry-shares.ts';
import { feed } from './feed.ts';
import { groups } from './groups.ts';
import { invites } from './invites.ts';
import { packs } from './packs.ts';
import { relations } from './relations.ts';
import { memberWebhooks } from './member-webhooks.ts';
import { signing } from './signing.ts';
import { teams } from './teams.ts';
import { webhooks } from './webhooks.ts';

/** A case for each operation of the contract. */
export const CASES: Record<OperationId, OperationCase> = {
  ...agentKeys,
  ...agents,
  ...credentials,
  ...diaries,
  ...diarySharing,
  ...discovery,
  ...enrollments,
  ...entries,
  ...entryShares,
  ...feed,
  ...groups,
  ...invites,
  ...packs,
  ...relations,
  ...memberWebhooks,
  ...signing,
  ...teams,
  ...webhooks,
};
