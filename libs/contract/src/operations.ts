import type { Static, TSchema } from 'typebox';
import { healthOperations } from './operations/health.ts';
import { discoveryOperations } from './operations/discovery.ts';
import { identityOperations } from './operations/identity.ts';
import { consolidationOperations } from './operations/consolidation.ts';
import { credentialsOperations } from './operations/credentials.ts';
import { cryptoOperations } from './operations/crypto.ts';
import { relationsOperations } from './operations/relations.ts';
import { diariesOperations } from './operations/diaries.ts';
import { diaryGrantsOperations } from './operations/diary-grants.ts';
import { enrollmentsOperations } from './operations/enrollments.ts';
import { entriesOperations } from './operations/entries.ts';
import { entrySharesOperations } from './operations/entry-shares.ts';
import { eventsOperations } from './operations/events.ts';
import { feedOperations } from './operations/feed.ts';
import { memberWebhooksOperations } from './operations/member-webhooks.ts';
import { groupsOperations } from './operations/groups.ts';
import { packsOperations } from './operations/packs.ts';
import { renderedPacksOperations } from './operations/rendered-packs.ts';
import { teamInvitesOperations } from './operations/team-invites.ts';
import { teamsOperations } from './operations/teams.ts';
import { portabilityOperations } from './operations/portability.ts';
import { recoveryOperations } from './operations/recovery.ts';
import { transfersOperations } from './operations/transfers.ts';
import { webhooksOperations } from './operations/webhooks.ts';

/** Every operation that the API serves, by operation id. */
export const OPERATIONS = {
  ...healthOperations,
  ...discoveryOperations,
  ...identityOperations,
  ...credentialsOperations,
  ...cryptoOperations,
  ...relationsOperations,
  ...diariesOperations,
  ...diaryGrantsOperations,
  ...transfersOperations,
  ...entriesOperations,
  ...entrySharesOperations,
  ...consolidationOperations,
  ...packsOperations,
  ...portabilityOperations,
  ...eventsOperations,
  ...feedOperations,
  ...memberWebhooksOperations,
  ...renderedPacksOperations,
  ...teamsOperations,
  ...teamInvitesOperations,
  ...groupsOperations,
  ...enrollmentsOperations,
  ...recoveryOperations,
  ...webhooksOperations,
};

type Operations = typeof OPERATIONS;

export type OperationId = keyof Operations;

/** What a part of an operation's request is once it is parsed; undefined where it has none. */
export type OperationPart<
  Id extends OperationId,
  Name extends 'body' | 'params' | 'query',
> = Operations[Id] extends { [Key in Name]: infer Schema extends TSchema }
  ? Static<Schema>
  : undefined;

/** What an operation answers, whichever success status it has. */
export type OperationAnswer<Id extends OperationId> = {
  [Status in keyof Operations[Id]['responses']]: Operations[Id]['responses'][Status] extends TSchema
    ? Static<Operations[Id]['responses'][Status]>
    : never;
}[keyof Operations[Id]['responses']];
