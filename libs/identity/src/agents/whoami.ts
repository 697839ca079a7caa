import type { Principal } from '@moltnet/auth';
import { Problem, type WhoAmI } from '@moltnet/contract';
import { agentReader, type Source } from '@moltnet/database';
import { profileOf } from './find-agent.ts';

/**
 * The calling agent as it is now; its scopes are those of its token.
 * @throws Problem `UNAUTHORIZED` when the agent is gone.
 */
export async function whoami(db: Source, principal: Principal): Promise<WhoAmI> {
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
