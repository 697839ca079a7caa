import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../connection/database.ts';
import { diaryReader } from '../diaries/diary-reader.ts';
import { diaryWriter } from '../diaries/diary-writer.ts';
import { registrationWriter } from '../registrations/registration-writer.ts';
import { teamReader } from '../teams/team-reader.ts';
import { teamWriter } from '../teams/team-writer.ts';
import { givenAgent, givenDiary, testPool } from '../testing/index.ts';
import { agentReader } from './agent-reader.ts';
import { agentWriter } from './agent-writer.ts';

describe('agents, their teams and diaries', () => {
  let db: Database;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ db, stop } = await testPool());
  });
  afterAll(() => stop());

  const run = <T>(work: (registrations: ReturnType<typeof registrationWriter>) => Promise<T>) =>
    db.transaction((tx) => work(registrationWriter(tx)));

  it('are found by identity, key, client and fingerprint', async () => {
    const agent = await givenAgent(db, { name: 'scribe', clientId: 'client-1' });
    const agents = agentReader(db);
    expect(await agents.byIdentityId(agent.identityId)).toEqual(agent);
    expect(await agents.byPublicKey(agent.publicKey)).toEqual(agent);
    expect(await agents.byClientId('client-1')).toEqual(agent);
    expect(await agents.byFingerprint(agent.fingerprint)).toEqual([agent]);
    expect(await agents.byIdentityId(uuidv7())).toBeUndefined();
    expect(await agents.key(agent.publicKey)).toMatchObject({
      identityId: agent.identityId,
      validFrom: agent.createdAt,
      validUntil: null,
    });
  });

  it('may share a fingerprint but not a key', async () => {
    const agent = await givenAgent(db);
    await givenAgent(db, { fingerprint: agent.fingerprint });
    expect(await agentReader(db).byFingerprint(agent.fingerprint)).toHaveLength(2);
    await expect(givenAgent(db, { publicKey: agent.publicKey })).rejects.toMatchObject({
      name: 'UniqueViolation',
      constraint: 'agents_public_key_key',
    });
  });

  it('leave nothing behind when a registration is undone', async () => {
    const agent = await givenAgent(db);
    await db.transaction((tx) => agentWriter(tx).delete(agent.identityId));
    expect(await agentReader(db).key(agent.publicKey)).toBeUndefined();
  });

  it('have a role in their teams, strangers none', async () => {
    const agent = await givenAgent(db);
    const subject = { subjectId: agent.identityId, subjectNs: 'Agent' as const };
    expect(await teamReader(db).ofMember(subject)).toMatchObject([
      { id: agent.personalTeamId, personal: true, status: 'active', role: 'owner' },
    ]);
    expect(await teamReader(db).role(agent.personalTeamId, subject)).toBe('owner');
    expect(
      await teamReader(db).role(agent.personalTeamId, { ...subject, subjectId: uuidv7() }),
    ).toBeUndefined();
  });

  it('have diaries, listed by team or one by one, newest first', async () => {
    const [agent, other] = [await givenAgent(db), await givenAgent(db)];
    const mine = [await givenDiary(db, agent), await givenDiary(db, agent)];
    const granted = await givenDiary(db, other);
    await givenDiary(db, other);
    const list = { teamIds: [agent.personalTeamId], diaryIds: [granted.id] };
    const first = await diaryReader(db).list({ ...list, limit: 2 });
    const rest = await diaryReader(db).list({ ...list, limit: 2, after: first.next });
    expect([...first.items, ...rest.items]).toEqual([granted, mine[1], mine[0]]);
    expect(await diaryReader(db).list({ teamIds: [], limit: 2 })).toEqual({
      items: [],
      next: undefined,
    });
  });

  it('change a diary at the revision they know', async () => {
    const diary = await givenDiary(db, await givenAgent(db));
    const patch = (revision?: number) =>
      db.transaction((tx) => diaryWriter(tx).patch(diary.id, { name: 'New' }, revision));
    expect(await patch(1)).toMatchObject({ name: 'New', visibility: 'private', revision: 2 });
    expect(await patch(1)).toBeUndefined();
    expect(await patch()).toMatchObject({ revision: 3 });
  });

  it('keep a team that has diaries', async () => {
    const agent = await givenAgent(db);
    await givenDiary(db, agent);
    await expect(
      db.transaction((tx) => teamWriter(tx).delete(agent.personalTeamId)),
    ).rejects.toMatchObject({ name: 'ForeignKeyViolation' });
  });

  describe('registering', () => {
    it('claim a nonce once, however many ask', async () => {
      const claims = await Promise.all(
        Array.from({ length: 6 }, () => run((r) => r.claim({ nonceHash: 'n1', requestHash: 'h' }))),
      );
      expect(claims.map(({ outcome }) => outcome).sort()).toEqual([
        'claimed',
        ...Array(5).fill('existing'),
      ]);
    });

    it('can try again after a failure, with the same request only', async () => {
      const claim = { nonceHash: 'n2', requestHash: 'h' };
      await run((r) => r.claim(claim));
      await run((r) => r.fail('n2'));
      expect(await run((r) => r.claim({ ...claim, requestHash: 'other' }))).toMatchObject({
        outcome: 'existing',
        registration: { status: 'failed' },
      });
      expect(await run((r) => r.claim(claim))).toMatchObject({
        outcome: 'claimed',
        registration: { attempt: 2, status: 'running' },
      });
    });

    it('find a finished registration', async () => {
      const claim = { nonceHash: 'n3', requestHash: 'h' };
      await run((r) => r.claim(claim));
      await run((r) => r.finish('n3'));
      expect(await run((r) => r.claim(claim))).toMatchObject({
        outcome: 'existing',
        registration: { attempt: 1, status: 'finished' },
      });
    });
  });
});
