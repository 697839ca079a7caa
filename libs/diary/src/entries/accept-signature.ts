import { type Principal, requireAgent } from '@moltnet/auth';
import { type CreateEntryInput, Problem } from '@moltnet/contract';
import type { Source } from '@moltnet/database';
import { acceptV1 } from './signature-v1.ts';
import { type EntrySignature, type SignedContent, acceptV2 } from './signature.ts';

/**
 * The signature that comes with a new entry, verified; undefined where it is not signed.
 * @throws Problem 400 where it is not good, or both schemes are sent at once
 */
export async function acceptSignature(
  source: Source,
  author: Principal,
  { signature, signingRequestId }: CreateEntryInput,
  content: SignedContent,
): Promise<EntrySignature | undefined> {
  if (signature && signingRequestId !== undefined) {
    throw new Problem('VALIDATION_FAILED', 'Send signature (v2) or signingRequestId (v1).', {
      errors: [{ field: 'body.signingRequestId', message: 'cannot be sent with signature' }],
    });
  }
  if (signature) return acceptV2(signature, requireAgent(author).publicKey, content, Date.now());
  if (signingRequestId === undefined) return undefined;
  return acceptV1(source, author, signingRequestId, content);
}
