import { randomUUID } from 'node:crypto';
import type { Relationship, RelationshipPatch } from '@ory/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOry, type TestOry } from '../../test/ory.ts';

// Who may do what (infra/ory/permissions.ts), asked of a running Keto through @ory/client.
// One team with a diary, of which an entry is shared; a group of the team; a second team.

let ory: TestOry;
beforeAll(async () => {
  ory = await startTestOry();
  const relationshipPatch = TUPLES.map((text): RelationshipPatch => ({
    action: 'insert',
    relation_tuple: parse(text),
  }));
  await ory.relationships.patchRelationships({ relationshipPatch });
});
afterAll(() => ory.stop());

const TUPLES = [
  'Team:team#owners@Agent:owner',
  'Team:team#owners@Human:founder',
  'Team:team#managers@Agent:manager',
  'Team:team#members@Agent:member',
  'Team:other#owners@Agent:stranger',
  'Group:group#team@Team:team',
  'Group:group#members@Agent:grouped',
  'Diary:diary#team@Team:team',
  'Diary:diary#readers@Agent:reader',
  'Diary:diary#writers@Agent:writer',
  'Diary:diary#managers@Agent:curator',
  'Diary:read-by-group#team@Team:team',
  'Diary:read-by-group#readers@Group:group#members',
  'Diary:written-by-group#writers@Group:group#members',
  'Diary:kept-by-group#managers@Group:group#members',
  'DiaryEntry:entry#parent@Diary:diary',
  'DiaryEntry:entry#readers@Agent:friend',
];

type Verb = 'read' | 'write' | 'manage';
type Row = [subject: string, object: string, verbs: Verb[]];

const ALL: Verb[] = ['read', 'write', 'manage'];

const TABLE: Row[] = [
  // Roles of the team, on the team itself, its diary and an entry of that.
  ...['Team:team', 'Diary:diary', 'DiaryEntry:entry'].flatMap((object): Row[] => [
    ['Agent:owner', object, ['read', 'write', 'manage']],
    ['Human:founder', object, ['read', 'write', 'manage']],
    ['Agent:manager', object, ['read', 'write']],
    ['Agent:member', object, ['read']],
    ['Agent:stranger', object, []],
    ['Agent:nobody', object, []],
    // The same id in the other namespace is another subject.
    ['Human:owner', object, []],
    ['Agent:founder', object, []],
  ]),
  // Grants on the diary reach its entries and nothing of the team.
  ...['Diary:diary', 'DiaryEntry:entry'].flatMap((object): Row[] => [
    ['Agent:reader', object, ['read']],
    ['Agent:writer', object, ['read', 'write']],
    ['Agent:curator', object, ['read', 'write', 'manage']],
  ]),
  ['Agent:reader', 'Team:team', []],
  ['Agent:curator', 'Team:team', []],
  ['Agent:curator', 'Diary:read-by-group', []],
  // Grants to a group.
  ['Agent:grouped', 'Diary:read-by-group', ['read']],
  ['Agent:grouped', 'Diary:written-by-group', ['read', 'write']],
  ['Agent:grouped', 'Diary:kept-by-group', ['read', 'write', 'manage']],
  ['Agent:grouped', 'Diary:diary', []],
  ['Agent:grouped', 'Team:team', []],
  ['Agent:member', 'Diary:read-by-group', ['read']],
  ['Agent:member', 'Diary:written-by-group', []],
  // One entry shared with one agent shows neither the diary nor its other entries.
  ['Agent:friend', 'DiaryEntry:entry', ['read']],
  ['Agent:friend', 'DiaryEntry:another', []],
  ['Agent:friend', 'Diary:diary', []],
  // A diary without a team belongs to nobody.
  ['Agent:owner', 'Diary:orphan', []],
];

test.each(TABLE)('%s may on %s: %j', async (subject, object, verbs) => {
  expect(await allowed(subject, object)).toEqual(verbs);
});

const GROUP_TABLE: [string, ('read' | 'manage')[]][] = [
  ['Agent:owner', ['read', 'manage']],
  ['Agent:manager', ['read', 'manage']],
  ['Agent:member', ['read']],
  ['Agent:grouped', ['read']],
  ['Agent:stranger', []],
];

test.each(GROUP_TABLE)('%s may on a group of the team: %j', async (subject, verbs) => {
  expect(await allowed(subject, 'Group:group', ['read', 'manage'])).toEqual(verbs);
});

test('the whole table is one call and one answer', async () => {
  const cases = TABLE.flatMap(([subject, object, verbs]) =>
    ALL.map((verb) => ({ tuple: parse(`${object}#${verb}@${subject}`), is: verbs.includes(verb) })),
  ).slice(0, 100);
  const { data } = await ory.permissions.batchCheckPermission({
    batchCheckPermissionBody: { tuples: cases.map(({ tuple }) => tuple) },
  });
  expect(data.results).toEqual(cases.map(({ is }) => ({ allowed: is })));
});

test('who leaves the team loses what the team gave and keeps what was granted', async () => {
  const leaver = `Agent:${randomUUID()}`;
  const membership = parse(`Team:team#members@${leaver}`);
  const grouping = parse(`Group:group#members@${leaver}`);
  await patch('insert', membership, grouping, parse(`Diary:diary#writers@${leaver}`));
  expect(await allowed(leaver, 'Diary:read-by-group')).toEqual(['read']);
  expect(await allowed(leaver, 'Diary:written-by-group')).toEqual(['read', 'write']);
  await patch('delete', membership, grouping);
  expect(await allowed(leaver, 'Diary:read-by-group')).toEqual([]);
  expect(await allowed(leaver, 'Diary:written-by-group')).toEqual([]);
  expect(await allowed(leaver, 'Team:team')).toEqual([]);
  expect(await allowed(leaver, 'Diary:diary')).toEqual(['read', 'write']);
});

test('a diary that moves to another team follows that team', async () => {
  const diary = `Diary:${randomUUID()}`;
  const [from, to] = [parse(`${diary}#team@Team:team`), parse(`${diary}#team@Team:other`)];
  await patch('insert', from);
  expect(await allowed('Agent:stranger', diary)).toEqual([]);
  await ory.relationships.patchRelationships({
    relationshipPatch: [
      { action: 'delete', relation_tuple: from },
      { action: 'insert', relation_tuple: to },
    ],
  });
  expect(await allowed('Agent:stranger', diary)).toEqual(ALL);
  expect(await allowed('Agent:owner', diary)).toEqual([]);
});

async function allowed<V extends string = Verb>(
  subject: string,
  object: string,
  verbs: readonly V[] = ALL as unknown as V[],
): Promise<V[]> {
  const { data } = await ory.permissions.batchCheckPermission({
    batchCheckPermissionBody: {
      tuples: verbs.map((verb) => parse(`${object}#${verb}@${subject}`)),
    },
  });
  return verbs.filter((_, i) => data.results[i]?.allowed === true);
}

async function patch(action: 'insert' | 'delete', ...tuples: Relationship[]): Promise<void> {
  const { status } = await ory.relationships.patchRelationships({
    relationshipPatch: tuples.map((relation_tuple) => ({ action, relation_tuple })),
  });
  expect(status).toBe(204);
}

/** `namespace:object#relation@namespace:object[#relation]`, Zanzibar's own way to write a tuple. */
function parse(text: string): Relationship {
  const match = /^(\w+):(.+)#(\w+)@(\w+):([^#]+)(?:#(\w+))?$/.exec(text);
  if (match === null) throw new Error(`not a tuple: ${text}`);
  const [, namespace = '', object = '', relation = '', ...set] = match;
  const [setNamespace = '', setObject = '', setRelation = ''] = set;
  return {
    namespace,
    object,
    relation,
    subject_set: { namespace: setNamespace, object: setObject, relation: setRelation },
  };
}
