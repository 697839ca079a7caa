import {
  createOry,
  createPermissions,
  createRelationDelivery,
  type AgentPrincipal,
  type Principal,
  subjectOf,
  teamMembership,
  projectUrls,
} from '@moltnet/auth';
import { AGENT_SCOPES, type ProblemCode } from '@moltnet/contract';
import {
  connect,
  type Database,
  relationOutboxReader,
  relationOutboxWriter,
  type TeamRole,
  teamWriter,
} from '@moltnet/database';
import { givenAgent, testDatabase } from '@moltnet/database/testing';
import { API_KEY, startOry } from '@moltnet/ory-local/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { expect } from 'vitest';
import {
  createDiaryService,
  type DiaryService,
  ChangeFeed,
  DiaryLoader,
  EmbeddingBacklog,
  EmbeddingModels,
  EntryAccesses,
  EntryInserter,
  EntryLoader,
} from '../src/index.ts';

/** libs/diary as the API runs it but without a model, on a database and an ory-local of its own. */
export interface World extends DiaryService {
  readonly db: Database;
  /** A new agent, with a personal team. */
  agent(): Promise<AgentPrincipal>;
  /** A new team of the agent's. */
  team(owner: Principal): Promise<string>;
  join(teamId: string, who: Principal, role: TeamRole): Promise<void>;
  leave(teamId: string, who: Principal, role: TeamRole): Promise<void>;
  stop(): Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A token for each word. */
const countTokens = (text: string) => Promise.resolve(text.split(/\s+/).length);

export async function startWorld(): Promise<World> {
  const database = await testDatabase();
  const oryLocal = await startOry(database.url);
  const db = connect(database.url, { applicationName: 'diary-test', max: 8 });
  const ory = createOry({ urls: projectUrls(oryLocal.url), apiKey: API_KEY, timeoutMs: 5_000 });
  const permissions = createPermissions({
    relations: ory.relations,
    cacheTtlMs: 5_000,
    arrival: relationOutboxReader(db).arrival,
  });
  const relations = createRelationDelivery({
    db,
    relations: ory.relations,
    onRevoked: () => permissions.clear(),
    logger: silent,
  });
  const modelDir = await mkdtemp(join(tmpdir(), 'moltnet-no-model-'));
  const models = await EmbeddingModels.open(
    db,
    { modelDir, allowDownload: false, threads: 1 },
    silent,
  );
  const backlog = new EmbeddingBacklog(db, models, silent);
  const accesses = new EntryAccesses(db);
  const contentScreen = 'off' as const;
  const changes = new ChangeFeed(db, silent);
  const deps = {
    db,
    permissions,
    relations,
    models,
    backlog,
    accesses,
    diaryLoader: new DiaryLoader(db),
    entryInserter: new EntryInserter(db),
    entryLoader: new EntryLoader(db),
    changes,
    contentScreen,
    countTokens,
    webhooks: { key: new Uint8Array(32), allowLoopback: true },
  };

  async function told(seqs: readonly number[]): Promise<void> {
    await relations.flush({ upTo: seqs.at(-1) ?? 0, timeoutMs: 5_000 });
  }

  async function joinTeam(teamId: string, who: Principal, role: TeamRole): Promise<void> {
    const member = { teamId, ...subjectOf(who), role };
    const seqs = await db.transaction(async (tx) => {
      await teamWriter(tx).addMember(member);
      return relationOutboxWriter(tx).append('insert', [teamMembership(member)]);
    });
    await told(seqs);
  }

  return {
    ...createDiaryService(deps),
    db,
    async agent() {
      const { identityId, publicKey, fingerprint, personalTeamId } = await givenAgent(db);
      const principal = { kind: 'agent' as const, identityId, publicKey, fingerprint };
      const subject = { subjectId: identityId, subjectNs: 'Agent' as const };
      const owns = teamMembership({ ...subject, teamId: personalTeamId, role: 'owner' });
      await told(await db.transaction((tx) => relationOutboxWriter(tx).append('insert', [owns])));
      return { ...principal, scopes: [...AGENT_SCOPES] };
    },
    async team(owner) {
      const [id, createdBy] = [uuidv7(), owner.identityId];
      await db.transaction((tx) =>
        teamWriter(tx).create({ id, name: 'Team', personal: false, createdBy }),
      );
      await joinTeam(id, owner, 'owner');
      return id;
    },
    join: joinTeam,
    async leave(teamId, who, role) {
      const member = { teamId, ...subjectOf(who), role };
      const seqs = await db.transaction(async (tx) => {
        await teamWriter(tx).removeMember(teamId, subjectOf(who));
        return relationOutboxWriter(tx).append('delete', [teamMembership(member)]);
      });
      await told(seqs);
    },
    async stop() {
      await relations.stop();
      await models.close();
      ory.close();
      await db.close();
      await oryLocal.close();
      await database.stop();
      await rm(modelDir, { recursive: true });
    },
  };
}

/** Expects that `work` fails with this problem. */
export async function expectRefused(work: Promise<unknown>, code: ProblemCode): Promise<void> {
  await expect(work).rejects.toMatchObject({ name: 'Problem', code });
}
