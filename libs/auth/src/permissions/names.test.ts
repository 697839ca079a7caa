import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  diaryGrant,
  diaryTeam,
  entryShare,
  groupMembership,
  groupTeam,
  NAMESPACES,
  TEAM_ROLES,
  teamMembership,
  teamRole,
  VERBS,
} from './names.ts';

const MODEL = readFileSync(
  new URL('../../../../infra/ory/permissions.ts', import.meta.url),
  'utf8',
).replaceAll(/\/\/.*/g, '');

/** Namespace → its body, as infra/ory/permissions.ts defines it. */
const namespaces = new Map(
  MODEL.split('export class ')
    .slice(1)
    .map((text) => [/^\w+/.exec(text)?.[0] ?? '', text] as const),
);

function relationsOf(namespace: string): string[] {
  const related = /related: \{([^}]*)\}/.exec(namespaces.get(namespace) ?? '')?.[1] ?? '';
  return [...related.matchAll(/(\w+):/g)].map(([, name]) => name ?? '');
}

function permitsOf(namespace: string): string[] {
  const permits = namespaces.get(namespace)?.split('permits = {')[1] ?? '';
  return [...permits.matchAll(/(\w+): \(ctx/g)].map(([, name]) => name ?? '');
}

test('the model defines the namespaces that we name, and no other', () => {
  expect([...namespaces.keys()].sort()).toEqual([...NAMESPACES].sort());
});

test('a diary and an entry permit each verb, and no other', () => {
  for (const namespace of ['Team', 'Diary', 'DiaryEntry']) {
    expect(permitsOf(namespace).sort()).toEqual([...VERBS].sort());
  }
});

test('a team has the roles that we name, and no other', () => {
  expect(relationsOf('Team').sort()).toEqual([...TEAM_ROLES].sort());
});

const subject = { subjectId: 'a', subjectNs: 'Agent' } as const;

test('the tuples that we write are of relations that the model has', () => {
  for (const tuple of [
    ...TEAM_ROLES.map((role) => teamRole('t', role, 'a')),
    diaryTeam('d', 't'),
    entryShare({ ...subject, entryId: 'e' }),
    ...(['owner', 'manager', 'member'] as const).map((role) =>
      teamMembership({ ...subject, teamId: 't', role }),
    ),
    ...(['reader', 'writer', 'manager'] as const).flatMap((role) => [
      diaryGrant({ ...subject, diaryId: 'd', role }),
      diaryGrant({ subjectId: 'g', subjectNs: 'Group', diaryId: 'd', role }),
    ]),
    groupTeam({ id: 'g', teamId: 't' }),
    groupMembership({ ...subject, groupId: 'g' }),
  ]) {
    expect(relationsOf(tuple.namespace)).toContain(tuple.relation);
    expect(NAMESPACES).toContain(tuple.subjectSet.namespace);
  }
});
