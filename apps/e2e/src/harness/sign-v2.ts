import type { CreateEntryInput } from '@moltnet/contract';
import { contentHash, entrySigningBytesV2, generateNonce, sign } from '@moltnet/crypto';
import type { Agent } from './agents.ts';

type Content = Pick<CreateEntryInput, 'content' | 'title' | 'tags' | 'entryType'>;

/** What the statement that is signed says, where it is not what is sent. */
export interface Forgery {
  diaryId?: string;
  publicKey?: string;
  contentHash?: string;
  createdAt?: string;
  nonce?: string;
  prev?: string;
  /** Signs in place of the agent's key. */
  privateKey?: string;
}

/**
 * The body of a create with a v2 signature, step by step as API.md says and not through the SDK, so
 * that any part of what is signed or sent can be a wrong one.
 *
 * @param sent Members of `signature` as they are sent, where they are not what was signed.
 */
export function signedBody(
  { keyPair }: Pick<Agent, 'keyPair'>,
  diaryId: string,
  content: Content,
  signed: Forgery = {},
  sent: { createdAt?: string; nonce?: string; prev?: string } = {},
): CreateEntryInput {
  const { privateKey = keyPair.privateKey, ...stated } = signed;
  const entryType = content.entryType ?? 'semantic';
  const hash = contentHash({ ...content, entryType });
  const statement = {
    diaryId,
    publicKey: keyPair.publicKey,
    contentHash: hash,
    createdAt: new Date().toISOString(),
    nonce: generateNonce(16),
    ...stated,
  };
  const { createdAt, nonce, prev } = statement;
  const value = sign(entrySigningBytesV2(statement), privateKey);
  return {
    ...content,
    entryType,
    contentHash: hash,
    signature: {
      scheme: 'v2',
      createdAt,
      nonce,
      ...(prev !== undefined && { prev }),
      value,
      ...sent,
    },
  };
}
