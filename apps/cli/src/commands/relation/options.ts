import type { CreateRelationInput, ListRelationsQuery } from '@moltnet/sdk';
import { Argument, Option } from 'commander';

export type RelationKind = CreateRelationInput['relation'];
export type RelationStatus = NonNullable<ListRelationsQuery['status']>;

// Records, so that none of the contract can be missing here.
const KINDS = Object.keys({
  supersedes: true,
  elaborates: true,
  contradicts: true,
  supports: true,
  caused_by: true,
  references: true,
} satisfies Record<RelationKind, true>);

const STATUSES = Object.keys({
  proposed: true,
  accepted: true,
  rejected: true,
} satisfies Record<RelationStatus, true>);

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
