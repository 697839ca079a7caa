import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dsse, entryV2 as vectors, fromBase64, textOf, toBase64 } from '../test/vectors.ts';
import {
  contentHash,
  dssePae,
  ENTRY_V2_PAYLOAD_TYPE,
  entrySigningBytesV2,
  entryStatementV2,
  sign,
  verify,
} from './index.ts';

test('the payload type is the one in the vectors', () => {
  expect(ENTRY_V2_PAYLOAD_TYPE).toBe(vectors.payloadType);
});

describe.each(vectors.vectors)('$name', (vector) => {
  test('has the hash, bytes and signature of the vector', () => {
    const { entry, statement, canonical, signingBytes, signature } = vector;
    expect(contentHash({ ...entry, content: textOf(entry.content) })).toBe(statement.contentHash);
    expect(new TextDecoder().decode(entryStatementV2(statement))).toBe(canonical);
    const bytes = entrySigningBytesV2(statement);
    expect(toBase64(bytes)).toBe(signingBytes);
    expect(sign(bytes, vectors.privateKey)).toBe(signature);
    expect(verify(bytes, signature, vectors.publicKey)).toBe(true);
  });
});

test('a signature binds each field of the statement', () => {
  const { statement, signature } = vectors.vectors[0]!;
  const field = fc.constantFrom(
    'diaryId',
    'publicKey',
    'contentHash',
    'createdAt',
    'nonce',
    'prev',
  );
  fc.assert(
    fc.property(field, fc.string({ minLength: 1 }), (name, text) => {
      const bytes = entrySigningBytesV2({ ...statement, [name]: text });
      expect(verify(bytes, signature, vectors.publicKey)).toBe(false);
    }),
    { numRuns: 30 },
  );
});

test.each(dsse.vectors)('DSSE of $payloadType', ({ payloadType, payload, encoded }) => {
  expect(toBase64(dssePae(payloadType, fromBase64(payload)))).toBe(encoded);
});
