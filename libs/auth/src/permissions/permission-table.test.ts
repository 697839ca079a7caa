import { AGENT_SCOPES, HUMAN_SCOPES, type Visibility } from '@moltnet/contract';
import type { RelationTuple } from '@moltnet/database';
import { testDatabase, type TestDatabase } from '@moltnet/database/testing';
import type { OryLocal } from '@moltnet/ory-local';
import { API_KEY, startOry } from '@moltnet/ory-local/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CountingProxy, startCountingProxy } from '../../test/counting-proxy.ts';
import { projectUrls } from '../ory/ory-urls.ts';
import { createOry, type Ory } from '../ory/create-ory.ts';
import type { Principal } from '../tokens/principal.ts';
import {
  diaryGrant,
  diaryTeam,
  entryShare,
  groupMembership,
  groupTeam,
  teamMembership,
  type Verb,
  VERBS,
} from './names.ts';
import { createPermissions, type Permissions, type ProtectedDiary } from './permissions.ts';

// Who may do what with a diary, as rows: the tuples are those that MoltNet writes, decided by a
// running Keto, told as the API tells it. One team with three diaries that differ in visibility.

let database: TestDatabase;
let oryLocal: OryLocal;
let proxy: CountingProxy;
let ory: Ory;
let permissions: Permissions;

beforeAll(async () => {
  database = await testDatabase();
  oryLocal = await startOry(database.url);
  proxy = await startCountingProxy(oryLocal.url);
  ory = createOry({ urls: projectUrls(proxy.url), apiKey: API_KEY, timeoutMs: 5_000 });
  await change('insert', ...Object.values(diaries).flatMap(relationsOfDiary));
  await change('insert', ...teamRelations());
  await change('insert', ...SHARES.map(entryShare));
});
const arrival = () => Promise.resolve('settled' as const);
beforeEach(() => {
  permissions = createPermissions({ relations: ory.relations, cacheTtlMs: 60_000, arrival });
});
afterAll(async () => {
  ory?.close();
  await proxy?.close();
  await oryLocal?.close();
  await database?.stop();
});

const teamId = uuidv7();
const groupId = uuidv7();
const ROLES = [
  'owner',
  'manager',
  'member',
  'granted reader',
  'granted writer',
  'granted manager',
  'in a reading group',
  'in no group of the diary',
  'shared one entry',
  'shared another entry',
  'stranger',
] as const;
type Role = (typeof ROLES)[number];

/** Every role is held once by an agent and once by a person. */
const KINDS = ['Agent', 'Human'] as const;
type Kind = (typeof KINDS)[number];
const idOf = new Map(KINDS.flatMap((kind) => ROLES.map((role) => [`${kind} ${role}`, uuidv7()])));
const subject = (subjectNs: Kind, role: Role) => ({
  subjectId: idOf.get(`${subjectNs} ${role}`) ?? '',
  subjectNs,
});

const diaryOf = (visibility: Visibility) => ({ id: uuidv7(), teamId, visibility });
const diaries: Record<Visibility, ProtectedDiary> = {
  private: diaryOf('private'),
  moltnet: diaryOf('moltnet'),
  public: diaryOf('public'),
};

const [entryId, otherEntryId] = [uuidv7(), uuidv7()];
/** Entries that are shared by themselves; the member would not need it. */
const SHARES = KINDS.flatMap((kind) => [
  { entryId, ...subject(kind, 'shared one entry') },
  { entryId, ...subject(kind, 'member') },
  { entryId: otherEntryId, ...subject(kind, 'shared another entry') },
]);

function teamRelations(): RelationTuple[] {
  return [
    groupTeam({ id: groupId, teamId }),
    ...KINDS.flatMap((kind) => [
      ...(['owner', 'manager', 'member'] as const).map((role) =>
        teamMembership({ teamId, ...subject(kind, role), role }),
      ),
      groupMembership({ groupId, ...subject(kind, 'in a reading group') }),
    ]),
  ];
}

function relationsOfDiary({ id: diaryId }: ProtectedDiary): RelationTuple[] {
  return [
    diaryTeam(diaryId, teamId),
    ...KINDS.flatMap((kind) => [
      diaryGrant({ diaryId, ...subject(kind, 'granted reader'), role: 'reader' }),
      diaryGrant({ diaryId, ...subject(kind, 'granted writer'), role: 'writer' }),
      diaryGrant({ diaryId, ...subject(kind, 'granted manager'), role: 'manager' }),
    ]),
    diaryGrant({ diaryId, subjectId: groupId, subjectNs: 'Group', role: 'reader' }),
  ];
}

function change(action: 'insert' | 'delete', ...tuples: RelationTuple[]): Promise<void> {
  return ory.relations.apply(tuples.map((tuple) => ({ action, tuple })));
}

const holder = (kind: Kind, role: Role): Principal => as(subject(kind, role).subjectId, kind);

function as(identityId: string, kind: Kind = 'Agent'): Principal {
  if (kind === 'Human') return { kind: 'human', identityId, scopes: HUMAN_SCOPES };
  return {
    kind: 'agent',
    identityId,
    publicKey: 'ed25519:',
    fingerprint: '0123-4567-89AB-CDEF',
    scopes: AGENT_SCOPES,
  };
}

/** `yes`, or the status that the caller is answered. */
async function outcome(who: Principal, verb: Verb, diary: ProtectedDiary): Promise<string> {
  return answered(permissions.require(who, verb, diary));
}

async function answered(decision: Promise<unknown>): Promise<string> {
  return decision.then(
    () => 'yes',
    (error: { status: number }) => String(error.status),
  );
}

type Row = [role: Role, read: string, write: string, manage: string];

const BY_ROLE: Row[] = [
  ['owner', 'yes', 'yes', 'yes'],
  ['manager', 'yes', 'yes', '403'],
  ['member', 'yes', '403', '403'],
  ['granted reader', 'yes', '403', '403'],
  ['granted writer', 'yes', 'yes', '403'],
  ['granted manager', 'yes', 'yes', 'yes'],
  ['in a reading group', 'yes', '403', '403'],
];

const TABLES: Record<Visibility, Row[]> = {
  private: [
    ...BY_ROLE,
    ['in no group of the diary', '404', '404', '404'],
    ['shared one entry', '404', '404', '404'],
    ['shared another entry', '404', '404', '404'],
    ['stranger', '404', '404', '404'],
  ],
  moltnet: [
    ...BY_ROLE,
    ['in no group of the diary', 'yes', '403', '403'],
    ['shared one entry', 'yes', '403', '403'],
    ['shared another entry', 'yes', '403', '403'],
    ['stranger', 'yes', '403', '403'],
  ],
  public: [
    ...BY_ROLE,
    ['in no group of the diary', 'yes', '403', '403'],
    ['shared one entry', 'yes', '403', '403'],
    ['shared another entry', 'yes', '403', '403'],
    ['stranger', 'yes', '403', '403'],
  ],
};

const rowsOfBoth = (rows: Row[]): [Kind, ...Row][] =>
  KINDS.flatMap((kind) => rows.map((row): [Kind, ...Row] => [kind, ...row]));

describe.each(Object.entries(TABLES))('a %s diary', (visibility, rows) => {
  test.each(rowsOfBoth(rows))('%s, %s: read %s, write %s, manage %s', async (...row) => {
    const [kind, role, ...expected] = row;
    const who = holder(kind, role);
    const diary = diaries[visibility as Visibility];
    const outcomes: string[] = [];
    for (const verb of VERBS) outcomes.push(await outcome(who, verb, diary));
    expect(outcomes).toEqual(expected);
  });
});

/** Of an entry in each of the diaries: its diary decides, and one who has it by a share reads it. */
const ENTRY_TABLES: Record<Visibility, Row[]> = {
  ...TABLES,
  private: TABLES.private.map((row) =>
    row[0] === 'shared one entry' ? ['shared one entry', 'yes', '403', '403'] : row,
  ),
};

describe.each(Object.entries(ENTRY_TABLES))('an entry of a %s diary', (visibility, rows) => {
  test.each(rowsOfBoth(rows))('%s, %s: read %s, write %s, manage %s', async (...row) => {
    const [kind, role, ...expected] = row;
    const who = holder(kind, role);
    const diary = diaries[visibility as Visibility];
    const shared = SHARES.some(
      (share) => share.entryId === entryId && share.subjectId === who.identityId,
    );
    const outcomes: string[] = [];
    for (const verb of VERBS) {
      const decision = permissions.requireEntry(who, verb, diary, { id: entryId, shared });
      outcomes.push(await answered(decision));
    }
    expect(outcomes).toEqual(expected);
  });
});

test('every role has a row for every visibility', () => {
  for (const rows of Object.values(TABLES)) {
    expect(rows.map(([role]) => role).sort()).toEqual([...ROLES].sort());
  }
});

test.each<[string, Verb[], Verb[]]>([
  ['and has nothing else', ['read'], []],
  ['and is in a group that writes', ['read', 'write'], []],
  ['and was granted to write directly', ['read', 'write'], ['read', 'write']],
])('who leaves the team %s: before %j, after %j', async (kind, before, after) => {
  const leaver = { subjectId: uuidv7(), subjectNs: 'Agent' as const };
  const who = as(leaver.subjectId);
  const diary = diaryOf('private');
  const writers = uuidv7();
  const byTeam = [teamMembership({ teamId, ...leaver, role: 'member' })];
  if (kind.includes('group')) byTeam.push(groupMembership({ groupId: writers, ...leaver }));
  const granted = { diaryId: diary.id, role: 'writer' } as const;
  const other = [
    diaryTeam(diary.id, teamId),
    diaryGrant({ ...granted, subjectId: writers, subjectNs: 'Group' }),
    ...(kind.includes('directly') ? [diaryGrant({ ...granted, ...leaver })] : []),
  ];
  await change('insert', ...byTeam, ...other);
  const may = async () => {
    const verbs: Verb[] = [];
    for (const verb of VERBS) if ((await outcome(who, verb, diary)) === 'yes') verbs.push(verb);
    return verbs;
  };
  expect(await may()).toEqual(before);
  await change('delete', ...byTeam);
  permissions.clear();
  expect(await may()).toEqual(after);
});

const member = () => holder('Agent', 'member');

describe('what it costs', () => {
  test('a list of a hundred diaries: one call', async () => {
    const hundred = Array.from({ length: 100 }, () => diaryOf('private'));
    await change('insert', ...hundred.map(({ id }) => diaryTeam(id, teamId)));
    const hidden = diaryOf('private');
    proxy.requests.length = 0;
    const asked = [...hundred.slice(0, 99), hidden];
    expect(await permissions.readable(member(), asked)).toEqual(hundred.slice(0, 99));
    expect(proxy.requests).toEqual(['POST /relation-tuples/batch/check']);
  });

  test('an entry that is shared by itself: one call, for its diary and for itself', async () => {
    const who = holder('Agent', 'shared one entry');
    const entry = { id: entryId, shared: true };
    proxy.requests.length = 0;
    expect(await permissions.requireEntry(who, 'read', diaries.private, entry)).toBe('share');
    expect(proxy.requests).toEqual(['POST /relation-tuples/batch/check']);
  });

  test('one diary: one call for all verbs, and none while that is remembered', async () => {
    proxy.requests.length = 0;
    await permissions.require(member(), 'read', diaries.private);
    expect(await outcome(member(), 'read', diaries.private)).toBe('yes');
    expect(proxy.requests).toEqual(['POST /relation-tuples/batch/check']);
  });
});
