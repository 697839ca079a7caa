import { AGENT_SCOPES, type Credential, type CredentialType, LIMITS } from '@moltnet/contract';
import { accessKeyWriter, type AgentRecord } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import { agentKeyView } from '../agent-keys/agent-key-view.ts';
import { newAgentKeySecret } from '../agent-keys/secret.ts';
import { replaceSecret, type SecretReplacement } from '../credentials/replace-secret.ts';

export interface IssueOptions {
  readonly nonceHash: string;
  readonly credentialType: CredentialType;
  /** The registration was finished before: its first credential ends with this one. */
  readonly repeated: boolean;
}

/**
 * The credential that a registration answers with, outside its workflow, so that no secret is in the
 * workflow's state. An agent key carries every scope, for as long as a key may.
 */
export async function issueCredential(
  replacement: SecretReplacement,
  agent: Pick<AgentRecord, 'identityId'> & { readonly clientId: string },
  { nonceHash, credentialType, repeated }: IssueOptions,
): Promise<Credential> {
  const { identityId, clientId } = agent;
  if (credentialType === 'agent_key') return issueKey(replacement, identityId, nonceHash);
  const clientSecret = repeated
    ? await replaceSecret(replacement, { identityId, clientId })
    : await replacement.issueSecret(clientId);
  return { type: 'oauth2', clientId, clientSecret };
}

async function issueKey(
  { db, onCredentialsEnded }: SecretReplacement,
  identityId: string,
  nonceHash: string,
): Promise<Credential> {
  const issued = await db.transaction(async (tx) => {
    const keys = accessKeyWriter(tx);
    const id = (await keys.idOfRegistration(nonceHash)) ?? uuidv7();
    const { secret, secretHash } = newAgentKeySecret(id);
    const key = await keys.issue({
      id,
      identityId,
      name: 'registration',
      secretHash,
      scopes: AGENT_SCOPES,
      ttlDays: LIMITS.agentKey.days.max,
      registration: nonceHash,
    });
    return { type: 'agent_key' as const, key: agentKeyView(key), secret };
  });
  await onCredentialsEnded({ identityId, clientId: null });
  return issued;
}
