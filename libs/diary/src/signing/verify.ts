import { Problem, type VerifyInput, type VerifyResult } from '@moltnet/contract';
import { signingInputV1, verify as verifyEd25519 } from '@moltnet/crypto/node';
import { type Database, agentReader, signingRequestReader } from '@moltnet/database';

function invalid(field: string, message: string): Problem {
  return new Problem('VALIDATION_FAILED', `${field} ${message}.`, {
    errors: [{ field: `body.${field}`, message }],
  });
}

/** The bytes that the caller wants verified; undefined for the old form, `{signature}` alone. */
function suppliedBytes({ message, bytes }: VerifyInput): Uint8Array | undefined {
  if (message !== undefined && bytes !== undefined) {
    throw invalid('bytes', 'cannot be sent together with message');
  }
  if (message !== undefined) return Buffer.from(message, 'utf8');
  if (bytes !== undefined) return Buffer.from(bytes, 'base64');
  return undefined;
}

/**
 * Verifies what the caller supplies; a bare `{signature}`, as old clients send it, is looked up
 * among completed signing requests (API.md, "Agents and crypto").
 * @param agentKey - where the signature must be this agent's
 * @throws Problem 400 where message or key is missing or there are two of one
 */
export async function verify(
  db: Database,
  input: VerifyInput,
  agentKey?: string,
): Promise<VerifyResult> {
  const bytes = suppliedBytes(input);
  if (agentKey !== undefined && input.publicKey !== undefined && input.publicKey !== agentKey) {
    throw invalid('publicKey', 'is not the key of this agent; leave it out');
  }
  const publicKey = agentKey ?? input.publicKey;
  if (bytes) {
    if (publicKey === undefined) throw invalid('publicKey', 'is required with message or bytes');
    return { valid: verifyEd25519(bytes, input.signature, publicKey) };
  }
  if (input.publicKey !== undefined)
    throw invalid('message', 'or bytes is required with publicKey');
  const request = await signingRequestReader(db).bySignature(input.signature);
  if (!request) return { valid: false };
  // Really verified, not just found: with the key asked about, else with the signer's own.
  const key = agentKey ?? (await agentReader(db).byIdentityId(request.agentId))?.publicKey;
  const signed = signingInputV1(request.message, request.nonce);
  return { valid: key !== undefined && verifyEd25519(signed, input.signature, key) };
}
