import { type Principal, requireAgent } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { type Source, signingRequestReader } from '@moltnet/database';
import { type EntrySignature, type SignedContent, verifies } from './signature.ts';

/**
 * A v1 signature: a completed signing request of the author over the content hash.
 * @throws Problem 400 where there is no such request or it signed something else, 409 where it is
 *   not completed
 */
export async function acceptV1(
  source: Source,
  author: Principal,
  signingRequestId: string,
  content: SignedContent,
): Promise<EntrySignature> {
  const request = await signingRequestReader(source).get(signingRequestId);
  if (request?.agentId !== author.identityId) throw invalid('is not a signing request of yours');
  if (request.status === 'expired') {
    throw new Problem('SIGNING_REQUEST_EXPIRED', 'The signing request expired. Make a new one.');
  }
  if (
    request.status !== 'completed' ||
    request.signature === null ||
    request.completedAt === null
  ) {
    throw new Problem('CONFLICT', 'The signing request has no signature yet.');
  }
  if (request.message !== content.contentHash) {
    throw invalid(`signed another message than the content hash ${content.contentHash}`);
  }
  const signature: EntrySignature = {
    scheme: 'v1',
    publicKey: requireAgent(author).publicKey,
    nonce: request.nonce,
    signedAt: request.completedAt,
    createdAtText: null,
    prev: null,
    value: request.signature,
    signingRequestId: request.id,
  };
  if (verifies(signature, content)) return signature;
  throw new Problem('INVALID_SIGNATURE', 'The signing request was signed with another key.');
}

function invalid(message: string): Problem {
  return new Problem('VALIDATION_FAILED', `signingRequestId ${message}.`, {
    errors: [{ field: 'body.signingRequestId', message }],
  });
}
