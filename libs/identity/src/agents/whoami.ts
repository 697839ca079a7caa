import type { AgentPrincipal, HumanPrincipal, Principal } from '@moltnet/auth';
import { Problem, type WhoAmI } from '@moltnet/contract';
import { agentReader, humanReader, type Source } from '@moltnet/database';
import { profileOf } from './find-agent.ts';

/**
 * The caller as they are now; the scopes are those of the credential.
 * @throws Problem `UNAUTHORIZED` when the agent or person is gone.
 */
export async function whoami(db: Source, principal: Principal): Promise<WhoAmI> {
  return principal.kind === 'human' ? whichHuman(db, principal) : whichAgent(db, principal);
}

async function whichHuman(db: Source, principal: HumanPrincipal): Promise<WhoAmI> {
  const { identityId } = principal;
  const human = await humanReader(db).byIdentityId(identityId);
  if (human === undefined) throw new Problem('UNAUTHORIZED', 'The person of this session is gone.');
  return {
    identityId,
    subjectType: principal.kind,
    humanId: identityId,
    ...(human.name === null ? {} : { name: human.name }),
    scopes: [...principal.scopes],
    currentTeamId: human.personalTeamId,
  };
}

async function whichAgent(db: Source, principal: AgentPrincipal): Promise<WhoAmI> {
  const { credential } = principal;
  const agent = await agentReader(db).byIdentityId(principal.identityId);
  if (agent === undefined) throw new Problem('UNAUTHORIZED', 'The agent of this token is gone.');
  return {
    identityId: agent.identityId,
    subjectType: principal.kind,
    ...(principal.clientId === undefined ? {} : { clientId: principal.clientId }),
    ...profileOf(agent),
    scopes: [...principal.scopes],
    currentTeamId: credential?.teamId ?? agent.personalTeamId,
    ...(credential === undefined ? {} : { credentialBinding: credential }),
  };
}
