import {
  agentSubject,
  createOry,
  createPermissions,
  createRelationDelivery,
  type AgentPrincipal,
  type Principal,
  type Verb,
  VERBS,
  projectUrls,
} from '@moltnet/auth';
import { AGENT_SCOPES, type ProblemCode } from '@moltnet/contract';
import { connect, type Database, relationOutboxReader } from '@moltnet/database';
import { givenAgent, testDatabase } from '@moltnet/database/testing';
import { API_KEY, startOry } from '@moltnet/ory-local/testing';
import { expect } from 'vitest';
import { createTeamService, type TeamService } from '../src/index.ts';

/** libs/teams as the API runs it, on a database and an ory-local of its own. */
export interface World {
  readonly db: Database;
  readonly teams: TeamService;
  /** A new agent. */
  agent(name?: string): Promise<AgentPrincipal>;
  /** A new agent who is in the team by an invite. */
  member(owner: Principal, teamId: string, role?: 'manager' | 'member'): Promise<AgentPrincipal>;
  /** What the permission service lets a principal do. */
  allowed(principal: Principal, namespace: string, object: string): Promise<Verb[]>;
  /** Waits until the permission service knows of every change. */
  delivered(): Promise<void>;
  stop(): Promise<void>;
}

const silent = { warn: () => undefined, error: () => undefined };

export async function startWorld(): Promise<World> {
  const database = await testDatabase();
  const oryLocal = await startOry(database.url);
  const db = connect(database.url, { applicationName: 'teams-test', max: 8 });
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
  const teams = createTeamService({ db, permissions, relations });

  async function agent(name?: string): Promise<AgentPrincipal> {
    const record = await givenAgent(db, name === undefined ? {} : { name });
    const { identityId, publicKey, fingerprint } = record;
    return { kind: 'agent', identityId, publicKey, fingerprint, scopes: [...AGENT_SCOPES] };
  }

  return {
    db,
    teams,
    agent,
    async member(owner, teamId, role = 'member') {
      const joiner = await agent();
      const { code } = await teams.invites.create(owner, teamId, { role });
      await teams.invites.join(joiner, code);
      return joiner;
    },
    async allowed({ identityId }, namespace, object) {
      const subjectSet = agentSubject(identityId);
      const answers = await ory.relations.check(
        VERBS.map((relation) => ({ namespace, object, relation, subjectSet })),
      );
      return VERBS.filter((_, index) => answers[index]);
    },
    async delivered() {
      await relations.flush({ upTo: Number.MAX_SAFE_INTEGER, timeoutMs: 5_000 });
    },
    async stop() {
      await relations.stop();
      ory.close();
      await db.close();
      await oryLocal.close();
      await database.stop();
    },
  };
}

/** Expects that `work` fails with this problem. */
export async function expectRefused(work: Promise<unknown>, code: ProblemCode): Promise<void> {
  await expect(work).rejects.toMatchObject({ name: 'Problem', code });
}
