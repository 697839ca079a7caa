import type { EntryOrigin } from '@moltnet/contract';
import { contentHash } from '@moltnet/crypto/node';
import { type EntrySignature, verifies } from '../entries/signature.ts';
import { entryFieldsOf, textOf, timeOf, uuidOf } from './entry-fields.ts';
import { isObject, type JsonObject, type Reading, Refusal } from './reading.ts';

/**
 * A line of an export of MoltNet: the hash recomputed, the signature verified with the key that the
 * line carries. Whose that key is, is not decided here.
 * @throws Refusal
 */
export function readMoltnet(line: JsonObject): Reading[] {
  if (line['type'] === 'export' || line['type'] === 'end') return [];
  if (line['type'] !== 'entry') throw new Refusal('type is none of export, entry, relation, end');
  const fields = entryFieldsOf(line);
  const hash = contentHash(fields);
  if (line['contentHash'] !== hash) throw new Refusal(`contentHash is not that of it, ${hash}`);
  const origin: EntryOrigin = {
    format: 'moltnet',
    id: uuidOf(line['id'], 'id'),
    diaryId: uuidOf(line['diaryId'], 'diaryId'),
    createdAt: timeOf(line['createdAt'], 'createdAt'),
  };
  const signature = line['signature'] ?? undefined;
  if (signature === undefined) return [{ fields, origin }];
  if (!isObject(signature)) throw new Refusal('signature is no object');
  const statement = statementOf(signature);
  const signed = { diaryId: origin.diaryId ?? '', contentHash: hash };
  if (!verifies(statement, signed)) throw new Refusal('signature does not verify');
  return [
    {
      fields,
      origin: { ...origin, signedBy: statement.publicKey },
      // v1 does not say in which diary it was signed: it would do for any.
      ...(statement.scheme === 'v2' && { statement: { ...statement, contentHash: hash } }),
    },
  ];
}

function statementOf(signature: JsonObject): EntrySignature {
  const { scheme, prev } = signature;
  if (scheme !== 'v1' && scheme !== 'v2')
    throw new Refusal('signature.scheme is neither v1 nor v2');
  const createdAt = scheme === 'v2' ? timeOf(signature['createdAt'], 'signature.createdAt') : null;
  return {
    scheme,
    publicKey: textOf(signature['publicKey'], 'signature.publicKey', 1, 64),
    nonce: textOf(signature['nonce'], 'signature.nonce', 1, 128),
    signedAt: createdAt ?? timeOf(signature['signedAt'], 'signature.signedAt'),
    createdAtText: createdAt,
    prev: prev === null || prev === undefined ? null : textOf(prev, 'signature.prev', 1, 128),
    value: textOf(signature['value'], 'signature.value', 1, 88),
    signingRequestId: null,
  };
}
