import { canonicalJson } from './canonical-json.ts';
import { dssePae } from './dsse.ts';
import { utf8 } from './utf8.ts';

/** DSSE payload type of an entry signature, version 2. */
export const ENTRY_V2_PAYLOAD_TYPE = 'application/vnd.moltnet.entry.v2+json';

/** What the author of an entry states: this content, in this diary, by this key, at this time. */
export interface EntryStatementV2 {
  diaryId: string;
  publicKey: string;
  contentHash: string;
  /** RFC 3339; signed as written, so it is kept as text. */
  createdAt: string;
  /** 16 random bytes, base64url; one author uses it once. */
  nonce: string;
  /** The author's entry before this one, where it keeps a chain. */
  prev?: string | undefined;
}

/**
 * RFC 8785 bytes of the statement (API.md, "signature v2").
 * @throws CryptoInputError when a text holds a lone surrogate.
 */
export function entryStatementV2(statement: EntryStatementV2): Uint8Array {
  const { diaryId, publicKey, contentHash, createdAt, nonce, prev } = statement;
  const fields = { v: 'moltnet:entry:v2', diaryId, publicKey, contentHash, createdAt, nonce, prev };
  return utf8(canonicalJson(fields));
}

/**
 * Bytes under an entry's signature: the statement in its DSSE envelope encoding.
 * @throws CryptoInputError when a text holds a lone surrogate.
 */
export function entrySigningBytesV2(statement: EntryStatementV2): Uint8Array {
  return dssePae(ENTRY_V2_PAYLOAD_TYPE, entryStatementV2(statement));
}
