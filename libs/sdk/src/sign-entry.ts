import type { CreateEntryInput } from '@moltnet/contract';
import {
  contentHash,
  entrySigningBytesV2,
  generateNonce,
  publicKeyOf,
  sign,
} from '@moltnet/crypto';

/** An entry to be signed, and the diary that the signature binds it to. */
export interface EntryToSign extends Omit<
  CreateEntryInput,
  'contentHash' | 'signature' | 'signingRequestId'
> {
  diaryId: string;
  /** The author's entry before this one, where it keeps a chain. */
  prev?: string | undefined;
}

/**
 * Signs an entry with scheme v2, which binds diary, author and time: pass the result to
 * `client.entries.create(diaryId, …)` within 5 minutes. The entry type is `semantic` unless given,
 * and is written out, because the hash covers it.
 * @param privateKey base64 of the 32-byte seed; it stays here.
 * @throws CryptoInputError when the key or a text is malformed.
 */
export function signEntryV2(entry: EntryToSign, privateKey: string): CreateEntryInput {
  const { diaryId, prev, ...rest } = entry;
  const content = { ...rest, entryType: rest.entryType ?? 'semantic' };
  const hash = contentHash(content);
  const stated = {
    createdAt: new Date().toISOString(),
    nonce: generateNonce(16),
    ...(prev !== undefined && { prev }),
  };
  const statement = { ...stated, diaryId, publicKey: publicKeyOf(privateKey), contentHash: hash };
  const value = sign(entrySigningBytesV2(statement), privateKey);
  return { ...content, contentHash: hash, signature: { scheme: 'v2', ...stated, value } };
}
