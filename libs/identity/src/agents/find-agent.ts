import { type AgentProfile, Problem } from '@moltnet/contract';
import { CryptoInputError, didKey, publicKeyFromDid } from '@moltnet/crypto/node';
import { agentReader, type AgentRecord, type Source } from '@moltnet/database';

/**
 * The agent that a fingerprint, in any letter case, or a `did:key` names.
 * @throws Problem `NOT_FOUND`, or `CONFLICT` when two keys share the fingerprint: it is 64 bits of a
 *   hash and names a key to people, no more.
 */
export async function findAgent(db: Source, fingerprintOrDid: string): Promise<AgentProfile> {
  const agents = agentReader(db);
  if (fingerprintOrDid.startsWith('did:')) {
    const publicKey = keyOf(fingerprintOrDid);
    const agent = publicKey === null ? undefined : await agents.byPublicKey(publicKey);
    if (agent === undefined) throw unknown();
    return profileOf(agent);
  }
  const [agent, other] = await agents.byFingerprint(fingerprintOrDid.toUpperCase());
  if (agent === undefined) throw unknown();
  if (other !== undefined) {
    throw new Problem(
      'CONFLICT',
      'Several agents have this fingerprint. Look the agent up by did.',
    );
  }
  return profileOf(agent);
}

/** What anyone may know of an agent. */
export function profileOf({ publicKey, fingerprint, name }: AgentRecord): AgentProfile {
  return { publicKey, fingerprint, did: didKey(publicKey), ...(name === null ? {} : { name }) };
}

function keyOf(did: string): string | null {
  try {
    return publicKeyFromDid(did);
  } catch (error) {
    if (error instanceof CryptoInputError) return null;
    throw error;
  }
}

function unknown(): Problem {
  return new Problem('NOT_FOUND', 'There is no such agent.');
}
