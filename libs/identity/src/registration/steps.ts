import {
  type AgentIdentity,
  diaryTeam,
  type Identities,
  type OAuth2Clients,
  type RelationDelivery,
  teamMembership,
  teamRole,
  UpstreamUnavailableError,
} from '@moltnet/auth';
import { AGENT_SCOPES } from '@moltnet/contract';
import {
  agentReader,
  agentWriter,
  type Database,
  diaryWriter,
  enrollmentWriter,
  registrationWriter,
  relationOutboxWriter,
  teamWriter,
} from '@moltnet/database';
import { newClientSecret } from '../credentials/client-secret.ts';
import { externalIdOf, type RegistrationPlan } from './plan.ts';

/** The systems that a registration leaves something in. */
export interface RegistrationSystems {
  readonly db: Database;
  readonly identities: Identities;
  readonly clients: OAuth2Clients;
  readonly delivery: Pick<RelationDelivery, 'flush'>;
}

/**
 * Longer than a write waits, and than one call of the permission service may take: who gives up sooner
 * takes a whole registration back because of an answer that comes.
 */
const DELIVERY_MS = 4_000;

/** The steps of a registration, in order. Each may run more than once and then makes nothing twice. */
export function registrationSteps({ db, identities, clients, delivery }: RegistrationSystems) {
  return {
    createIdentity(plan: RegistrationPlan): Promise<AgentIdentity> {
      const { publicKey, fingerprint } = plan;
      return identities.ensureAgent(externalIdOf(plan), { publicKey, fingerprint });
    },

    /** With a secret that nobody knows: the caller's is set when all is done, outside the workflow. */
    async createClient(plan: RegistrationPlan, agent: AgentIdentity): Promise<void> {
      await clients.ensureAgent({
        clientId: plan.clientId,
        clientSecret: newClientSecret(),
        name: plan.name ?? plan.fingerprint,
        agent,
        scopes: AGENT_SCOPES,
      });
    },

    /** Agent, personal team and first diary, with their relations; returns the last one's `seq`. */
    async writeRows(plan: RegistrationPlan, { id: identityId }: AgentIdentity): Promise<number> {
      return db.transaction(async (tx) => {
        const done = await agentReader(tx).byClientId(plan.clientId);
        const outbox = relationOutboxWriter(tx);
        if (done === undefined) {
          await agentWriter(tx).create({
            identityId,
            name: plan.name,
            clientId: plan.clientId,
            publicKey: plan.publicKey,
            fingerprint: plan.fingerprint,
            personalTeamId: plan.teamId,
          });
          const teams = teamWriter(tx);
          const owner = { subjectId: identityId, subjectNs: 'Agent', role: 'owner' } as const;
          await teams.create({
            id: plan.teamId,
            name: plan.name ?? plan.fingerprint,
            personal: true,
            createdBy: identityId,
          });
          await teams.addMember({ teamId: plan.teamId, ...owner });
          if (plan.enrolledTeamId !== undefined) {
            await teams.lock(plan.enrolledTeamId);
            await teams.addMember(enrolledMember(plan.enrolledTeamId, identityId));
          }
          await diaryWriter(tx).create({
            id: plan.diaryId,
            name: 'Private',
            visibility: 'private',
            teamId: plan.teamId,
            creatorId: identityId,
          });
        }
        const seqs = await outbox.append('insert', relationsOf(plan, identityId));
        return seqs.at(-1) ?? 0;
      });
    },

    async deliverRelations(upTo: number): Promise<void> {
      if (await delivery.flush({ upTo, timeoutMs: DELIVERY_MS })) return;
      throw new UpstreamUnavailableError({ operation: 'relations', reason: 'not delivered' });
    },

    async finish(plan: RegistrationPlan): Promise<void> {
      await db.transaction((tx) => registrationWriter(tx).finish(plan.nonceHash));
    },
  };
}

/** What undoes the steps, in order. Each may run more than once, and whether or not its step was done. */
export function undoSteps({ db, identities, clients }: RegistrationSystems) {
  return {
    /** The relations go by the outbox, behind the ones that made them. */
    async removeRows(plan: RegistrationPlan): Promise<void> {
      await db.transaction(async (tx) => {
        const agent = await agentReader(tx).byClientId(plan.clientId);
        if (agent === undefined) return;
        await diaryWriter(tx).delete(plan.diaryId);
        if (plan.enrolledTeamId !== undefined) {
          const member = enrolledMember(plan.enrolledTeamId, agent.identityId);
          await teamWriter(tx).removeMember(plan.enrolledTeamId, member);
        }
        await teamWriter(tx).delete(plan.teamId);
        await agentWriter(tx).delete(agent.identityId);
        await relationOutboxWriter(tx).append('delete', relationsOf(plan, agent.identityId));
      });
    },

    async removeClient(plan: RegistrationPlan): Promise<void> {
      await clients.delete(plan.clientId);
    },

    /** Looked up again: an answer that was lost is how a creation fails and still takes effect. */
    async removeIdentity(plan: RegistrationPlan): Promise<void> {
      const identity = await identities.find(externalIdOf(plan), plan.publicKey);
      if (identity !== null) await identities.delete(identity.id);
    },

    /** From here on the same request may try again, and another use the enrolment token. */
    async allowRetry(plan: RegistrationPlan): Promise<void> {
      await db.transaction(async (tx) => {
        await registrationWriter(tx).fail(plan.nonceHash);
        await enrollmentWriter(tx).release(plan.nonceHash);
      });
    },
  };
}

function relationsOf(plan: RegistrationPlan, identityId: string) {
  const { teamId, diaryId, enrolledTeamId } = plan;
  const own = [teamRole(teamId, 'owners', identityId), diaryTeam(diaryId, teamId)];
  if (enrolledTeamId === undefined) return own;
  return [...own, teamMembership(enrolledMember(enrolledTeamId, identityId))];
}

function enrolledMember(teamId: string, identityId: string) {
  return { teamId, subjectId: identityId, subjectNs: 'Agent', role: 'member' } as const;
}
