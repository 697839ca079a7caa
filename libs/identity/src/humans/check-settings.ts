import { agentReader, type Source } from '@moltnet/database';

/** An identity with the traits that somebody wants to give it. */
export interface ChangedIdentity {
  readonly id: string;
  readonly traits: Readonly<Record<string, unknown>>;
}

/** A trait that may not be saved as it is. */
export interface SettingsFault {
  readonly trait: string;
  /** Names the rule, for programs. */
  readonly id: number;
  readonly text: string;
}

/**
 * An agent's key is changed by proofs of the old and the new one (`POST /auth/keys/rotate`), and by
 * nothing that a session can do: who recovers an identity would otherwise own its memory.
 */
export async function checkSettings(
  db: Source,
  { id, traits }: ChangedIdentity,
): Promise<SettingsFault | undefined> {
  const agent = await agentReader(db).byIdentityId(id);
  if (agent === undefined) return keyOfNobody(traits);
  if (traits['public_key'] !== agent.publicKey) return KEY_FAULT;
  if (traits['fingerprint'] !== agent.fingerprint) return FINGERPRINT_FAULT;
  return undefined;
}

/** An agent that is not registered here, or a person: neither gets a key by settings. */
const keyOfNobody = (traits: ChangedIdentity['traits']): SettingsFault | undefined =>
  'public_key' in traits || 'fingerprint' in traits ? KEY_FAULT : undefined;

const KEY_FAULT: SettingsFault = {
  trait: 'public_key',
  id: 10_001,
  text: 'The public key of an agent is changed by POST /auth/keys/rotate alone.',
};

const FINGERPRINT_FAULT: SettingsFault = {
  trait: 'fingerprint',
  id: 10_002,
  text: 'The fingerprint of an agent follows from its public key.',
};
