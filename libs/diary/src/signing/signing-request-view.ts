import type { SigningRequest } from '@moltnet/contract';
import { signingInputV1 } from '@moltnet/crypto/node';
import type { SigningRequestRecord } from '@moltnet/database';

/** A record as the signing request of API.md. */
export function signingRequestView(record: SigningRequestRecord): SigningRequest {
  const signingInput = signingInputV1(record.message, record.nonce);
  return {
    ...record,
    signingInput: Buffer.from(signingInput).toString('base64'),
    // A signature is only ever stored after it was verified.
    valid: record.status === 'completed' ? true : null,
  };
}
