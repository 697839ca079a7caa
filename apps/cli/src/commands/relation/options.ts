import type { CreateRelationInput, ListRelationsQuery } from '@moltnet/sdk';
import { Argument, Option } from 'commander';

export type RelationKind = CreateRelationInput['relation'];
export type RelationStatus = NonNullable<ListRelationsQuery['status']>;

const KINDS = [
  'supersedes',
  'elaborates',
  'contradicts',
  'supports',
  'caused_by',
  'references',
] as const satisfies readonly RelationKind[];

const STATUSES = ['proposed', 'accepted', 'rejected'] as const satisfies readonly RelationStatus[];

/** How the one entry stands to the other. */
export function kindArgument(): Argument {
  return new Argument('<relation>', 'what it is to it').choices(KINDS);
}

export function kindOption(description: string): Option {
  return new Option('--relation <relation>', description).choices(KINDS);
}

export function statusArgument(): Argument {
  return new Argument('<status>', 'what is decided').choices(STATUSES);
}

export function statusOption(description: string): Option {
  return new Option('--status <status>', description).choices(STATUSES);
}
