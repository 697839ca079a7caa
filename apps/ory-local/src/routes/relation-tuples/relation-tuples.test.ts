import { randomUUID } from 'node:crypto';
import type { Relationship } from '@ory/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOry, type TestOry } from '../../../test/ory.ts';

let ory: TestOry;
beforeAll(async () => {
  ory = await startTestOry();
});
afterAll(() => ory.stop());

const agent = (object: string) => ({ namespace: 'Agent', object, relation: '' });

/** `Team:<team>#members@Agent:<member>` */
const member = (team: string, id: string): Relationship => ({
  namespace: 'Team',
  object: team,
  relation: 'members',
  subject_set: agent(id),
});

async function listed(team: string): Promise<string[]> {
  const { data } = await ory.relationships.getRelationships({ namespace: 'Team', object: team });
  return (data.relation_tuples ?? []).map(({ subject_set }) => String(subject_set?.object));
}

const ofTeam = (team: string, relation: string, id: string) => ({
  namespace: 'Team',
  object: team,
  relation,
  subjectSetNamespace: 'Agent',
  subjectSetObject: id,
  subjectSetRelation: '',
});

test('a relationship is created once, listed and deleted', async () => {
  const team = randomUUID();
  const createRelationshipBody = member(team, 'a');
  const { status, data } = await ory.relationships.createRelationship({ createRelationshipBody });
  expect([status, data]).toEqual([201, createRelationshipBody]);
  const again = await ory.relationships.createRelationship({ createRelationshipBody });
  expect(again.status).toBe(201);
  expect(await listed(team)).toEqual(['a']);
  const gone = await ory.relationships.deleteRelationships(ofTeam(team, 'members', 'a'));
  expect(gone.status).toBe(204);
  expect(await listed(team)).toEqual([]);
});

test('a plain subject id is kept as one', async () => {
  const created = { namespace: 'Team', object: randomUUID(), relation: 'members', subject_id: 'x' };
  await ory.relationships.createRelationship({ createRelationshipBody: created });
  const { data } = await ory.relationships.getRelationships({ subjectId: 'x' });
  expect(data.relation_tuples).toEqual([created]);
});

test('a patch applies whole or not at all', async () => {
  const team = randomUUID();
  await ory.relationships.patchRelationships({
    relationshipPatch: ['a', 'b'].map((id) => ({
      action: 'insert',
      relation_tuple: member(team, id),
    })),
  });
  const broken = await ory.relationships.patchRelationships({
    relationshipPatch: [
      { action: 'delete', relation_tuple: member(team, 'a') },
      { action: 'insert', relation_tuple: { ...member(team, 'c'), relation: 'memebers' } },
    ],
  });
  expect(broken.status).toBe(400);
  expect(await listed(team)).toEqual(['a', 'b']);
  const twice = await ory.relationships.patchRelationships({
    relationshipPatch: [
      { action: 'delete', relation_tuple: member(team, 'a') },
      { action: 'delete', relation_tuple: member(team, 'nobody') },
      { action: 'insert', relation_tuple: member(team, 'b') },
      { action: 'insert', relation_tuple: member(team, 'c') },
    ],
  });
  expect(twice.status).toBe(204);
  expect(await listed(team)).toEqual(['b', 'c']);
});

test('pages lose and repeat nothing while tuples are inserted', async () => {
  const team = randomUUID();
  const add = (id: string) =>
    ory.relationships.createRelationship({ createRelationshipBody: member(team, id) });
  for (const id of ['a', 'b', 'c', 'd', 'e']) await add(id);
  const walked: string[] = [];
  let pageToken = '';
  do {
    const { data } = await ory.relationships.getRelationships({
      namespace: 'Team',
      object: team,
      pageSize: 2,
      ...(pageToken === '' ? {} : { pageToken }),
    });
    walked.push(...(data.relation_tuples ?? []).map((tuple) => String(tuple.subject_set?.object)));
    if (pageToken === '') await add('f');
    pageToken = data.next_page_token ?? '';
  } while (pageToken !== '');
  expect(walked).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test.each([
  ['an unknown namespace', { namespace: 'Ghost' }, 404],
  ['an unknown relation', { relation: 'ghosts' }, 400],
  ['a permit, which is not a relation', { relation: 'read' }, 400],
  [
    'an unknown namespace of the subject',
    { subject_set: { ...agent('a'), namespace: 'Ghost' } },
    404,
  ],
  [
    'an unknown relation of the subject',
    { subject_set: { ...agent('a'), relation: 'ghosts' } },
    400,
  ],
  ['two subjects', { subject_id: 'x' }, 400],
  ['a name of 300 letters', { object: 'x'.repeat(300) }, 400],
])('%s is not written: %j', async (_, fault, expected) => {
  const { status, data } = await ory.relationships.createRelationship({
    createRelationshipBody: { ...member('t', 'a'), ...fault },
  });
  expect(status).toBe(expected);
  expect(data).toMatchObject({ error: { code: expected, reason: expect.any(String) } });
});

test('deleting everything at once is refused', async () => {
  const { status } = await ory.relationships.deleteRelationships({});
  expect(status).toBe(400);
});

test('the four ways to check agree; one of them says no by 403', async () => {
  const team = randomUUID();
  await ory.relationships.createRelationship({ createRelationshipBody: member(team, 'a') });
  for (const [id, allowed] of [
    ['a', true],
    ['b', false],
  ] as const) {
    const query = ofTeam(team, 'read', id);
    const body = { ...member(team, id), relation: 'read' };
    const answers = await Promise.all([
      ory.permissions.checkPermission(query),
      ory.permissions.postCheckPermission({ postCheckPermissionBody: body }),
      ory.permissions.checkPermissionOrError(query),
      ory.permissions.postCheckPermissionOrError({ postCheckPermissionOrErrorBody: body }),
    ]);
    const orError = allowed ? 200 : 403;
    expect(answers.map(({ status }) => status)).toEqual([200, 200, orError, orError]);
    for (const { data } of answers) expect(data).toEqual({ allowed });
  }
});

test('a check without a subject, or of an unknown relation, is 400; of an unknown namespace a no', async () => {
  const asked = { namespace: 'Team', object: 't', relation: 'read' };
  const withoutSubject = await ory.permissions.checkPermission(asked);
  expect(withoutSubject.status).toBe(400);
  const subject = { subjectSetNamespace: 'Agent', subjectSetObject: 'a', subjectSetRelation: '' };
  const unknown = await ory.permissions.checkPermission({ ...asked, ...subject, relation: 'fly' });
  expect(unknown.status).toBe(400);
  const ghost = await ory.permissions.checkPermission({ ...asked, ...subject, namespace: 'Ghost' });
  expect([ghost.status, ghost.data]).toEqual([200, { allowed: false }]);
});

test('in a batch one bad tuple spoils no other', async () => {
  const team = randomUUID();
  await ory.relationships.createRelationship({ createRelationshipBody: member(team, 'a') });
  const good = { ...member(team, 'a'), relation: 'read' };
  const { data } = await ory.permissions.batchCheckPermission({
    batchCheckPermissionBody: { tuples: [good, { ...good, relation: 'fly' }, good] },
  });
  expect(data.results).toEqual([
    { allowed: true },
    { allowed: false, error: expect.stringContaining('fly') },
    { allowed: true },
  ]);
});

test('a batch of more than the project allows is 400', async () => {
  const good = { ...member('t', 'a'), relation: 'read' };
  const of = async (length: number) => {
    const tuples = Array.from({ length }, () => good);
    return ory.permissions.batchCheckPermission({ batchCheckPermissionBody: { tuples } });
  };
  expect((await of(100)).data.results).toHaveLength(100);
  expect((await of(101)).status).toBe(400);
});

test('max-depth bounds a check and cannot be raised', async () => {
  const team = randomUUID();
  await ory.relationships.createRelationship({ createRelationshipBody: member(team, 'a') });
  const query = ofTeam(team, 'read', 'a');
  const diary = randomUUID();
  await ory.relationships.createRelationship({
    createRelationshipBody: {
      namespace: 'Diary',
      object: diary,
      relation: 'team',
      subject_set: { namespace: 'Team', object: team, relation: '' },
    },
  });
  const onDiary = { ...query, namespace: 'Diary', object: diary };
  const at = async (maxDepth: number) =>
    (await ory.permissions.checkPermission({ ...onDiary, maxDepth })).data.allowed;
  expect([await at(2), await at(3), await at(1000)]).toEqual([false, true, true]);
});

/** How Keto names a node of a tree. */
const tuple = (subject_set: object) => ({
  namespace: '',
  object: '',
  relation: '',
  subject_set,
});

test('a relation is expanded to the tree of who has it', async () => {
  const [diary, group] = [randomUUID(), randomUUID()];
  const readers = { namespace: 'Diary', object: diary, relation: 'readers' };
  const members = { namespace: 'Group', object: group, relation: 'members' };
  await ory.relationships.patchRelationships({
    relationshipPatch: [
      { action: 'insert', relation_tuple: { ...readers, subject_set: agent('a') } },
      { action: 'insert', relation_tuple: { ...readers, subject_set: members } },
      { action: 'insert', relation_tuple: { ...members, subject_set: agent('b') } },
    ],
  });
  const { data } = await ory.permissions.expandPermissions(readers);
  expect(data).toEqual({
    type: 'union',
    tuple: tuple(readers),
    children: expect.arrayContaining([
      { type: 'leaf', tuple: tuple(agent('a')) },
      {
        type: 'union',
        tuple: tuple(members),
        children: [{ type: 'leaf', tuple: tuple(agent('b')) }],
      },
    ]),
  });
  const nobody = await ory.permissions.expandPermissions({ ...readers, object: 'nothing' });
  expect(nobody.status).toBe(404);
});

test('the namespaces are those of the permission model', async () => {
  const { data } = await ory.relationships.listRelationshipNamespaces();
  expect(data.namespaces?.map(({ name }) => name).sort()).toEqual([
    'Agent',
    'Diary',
    'DiaryEntry',
    'Group',
    'Human',
    'Team',
  ]);
});
