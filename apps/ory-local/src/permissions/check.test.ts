import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from './check.ts';
import type { LoadSubjects } from './lookup.ts';
import { loadModel, type PermissionModel } from './model.ts';
import { sameSubject, type Subject, type Tuple } from './tuple.ts';

// OPL with what ours does not use today: negation, nested groups, permits that call each other.
const OPL = `
import type { Context, Namespace, SubjectSet } from '@ory/keto-namespace-types';

export class User implements Namespace {}
export class Group implements Namespace {
  related: {
    members: (User | SubjectSet<Group, 'members'>)[]; // nested
  };
}
export class Folder implements Namespace {
  related: {
    parents: Folder[];
    viewers: (User | SubjectSet<Group, 'members'>)[];
    blocked: User[];
  };

  permits = {
    view: (ctx: Context): boolean => this.permits.see(ctx) && !this.related.blocked.includes(ctx.subject),
    see: (ctx: Context): boolean =>
      this.related.viewers.includes(ctx.subject) ||
      this.related.parents.traverse((p) => p.permits.see(ctx)),
    left: (ctx: Context): boolean => this.permits.right(ctx),
    right: (ctx: Context): boolean => this.permits.left(ctx),
  };
}
`;

let folder: string;
let model: PermissionModel;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opl-'));
  const file = join(folder, 'namespaces.ts');
  await writeFile(file, OPL);
  model = await loadModel(pathToFileURL(file));
});
afterAll(() => rm(folder, { recursive: true }));

test('relations are read from the text, permits from the classes', () => {
  const of = (name: string) => ({
    relations: [...(model.get(name)?.relations ?? [])],
    permits: [...(model.get(name)?.permits ?? [])],
  });
  expect([...model.keys()].sort()).toEqual(['Folder', 'Group', 'User']);
  expect(of('User')).toEqual({ relations: [], permits: [] });
  expect(of('Group')).toEqual({ relations: ['members'], permits: [] });
  expect(of('Folder')).toEqual({
    relations: ['parents', 'viewers', 'blocked'],
    permits: ['view', 'see', 'left', 'right'],
  });
});

const TUPLES = [
  'Folder:top#viewers@Group:outer#members',
  'Folder:top#viewers@plain',
  'Group:outer#members@Group:inner#members',
  'Group:inner#members@Group:outer#members',
  'Group:inner#members@User:ada',
  'Folder:top#blocked@User:bob',
  'Folder:top#viewers@User:bob',
  'Folder:sub#parents@Folder:top',
  'Folder:a#parents@Folder:b',
  'Folder:b#parents@Folder:a',
  'Folder:4#viewers@User:ada',
  'Folder:3#parents@Folder:4',
  'Folder:2#parents@Folder:3',
  'Folder:1#parents@Folder:2',
  'Folder:0#parents@Folder:1',
].map(parse);

test.each([
  ['User:ada', 'Folder:top#view', true, 'through a group within a group that contains it'],
  ['User:ada', 'Folder:sub#view', true, 'through the parent'],
  ['User:bob', 'Folder:top#see', true, 'direct'],
  ['User:bob', 'Folder:top#view', false, 'taken away by a negation'],
  ['User:eve', 'Folder:top#view', false, 'nowhere'],
  ['plain', 'Folder:top#view', true, 'a plain subject id'],
  ['User:plain', 'Folder:top#view', false, 'an object is no plain subject id'],
  ['Group:outer#members', 'Folder:top#viewers', true, 'a subject set as itself'],
  ['Group:inner#members', 'Folder:top#viewers', true, 'a subject set within another'],
  ['User:ada', 'Folder:a#view', false, 'parents in a circle'],
  ['User:ada', 'Folder:0#left', false, 'permits in a circle'],
  ['User:ada', 'Folder:1#view', true, 'as deep as five go'],
  ['User:ada', 'Folder:0#view', false, 'one deeper'],
  ['User:ada', 'Nowhere:0#view', false, 'an unknown namespace'],
])('%s has %s: %s, %s', async (subject, object, expected) => {
  const { load } = counted();
  expect(await check(model, load, [parse(`${object}@${subject}`)], 5)).toEqual([expected]);
});

test('many checks load together: as many rounds as the deepest of them', async () => {
  const { load, rounds } = counted();
  const tuples = Array.from({ length: 50 }, (_, i) => parse(`Folder:sub#view@User:u${i}`));
  tuples.push(parse('Folder:sub#view@User:ada'));
  expect(await check(model, load, tuples, 5)).toEqual([...Array(50).fill(false), true]);
  // Folder, its parent, the outer group, the inner one; and who is blocked, once all that is known.
  expect(rounds()).toBe(5);
});

test('a failing store is an error, not a no', async () => {
  await expect(check(model, failing, [parse('Folder:top#view@User:ada')], 5)).rejects.toThrow(
    'down',
  );
});

const failing: LoadSubjects = () => Promise.reject(new Error('down'));

function counted(): { load: LoadSubjects; rounds: () => number } {
  let rounds = 0;
  return {
    rounds: () => rounds,
    load: async (lookups) => {
      rounds += 1;
      return lookups.map(({ kind, subject, ...wanted }) =>
        TUPLES.filter(
          (tuple) =>
            tuple.namespace === wanted.namespace &&
            tuple.object === wanted.object &&
            tuple.relation === wanted.relation,
        )
          .map((tuple) => tuple.subject)
          .filter((one) => kind === 'traverse' || one.relation !== '' || sameSubject(one, subject)),
      );
    },
  };
}

function parse(text: string): Tuple {
  const [left = '', right = ''] = text.split('@');
  const { namespace, object, relation } = parseSubject(left);
  return { namespace, object, relation, subject: parseSubject(right) };
}

function parseSubject(text: string): Subject {
  const [path = '', relation = ''] = text.split('#');
  const colon = path.indexOf(':');
  return { namespace: path.slice(0, Math.max(colon, 0)), object: path.slice(colon + 1), relation };
}
