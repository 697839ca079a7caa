/** Everything that does not depend on the engine; both entry points export it. */
export { canonicalJson } from './canonical-json.ts';
export type { HashedContent } from './content-hash.ts';
export { CryptoInputError } from './crypto-input-error.ts';
export { didKey, publicKeyFromDid } from './did-key.ts';
export { dssePae } from './dsse.ts';
export {
  ENTRY_V2_PAYLOAD_TYPE,
  entrySigningBytesV2,
  entryStatementV2,
  type EntryStatementV2,
} from './entry-signature.ts';
export { keyRotationMessage, type KeyRotationStatement } from './key-rotation.ts';
export { generateNonce } from './nonce.ts';
export {
  packCid,
  type PackedEntryLink,
  type PackStatement,
  renderedPackCid,
  type RenderedPackStatement,
} from './pack-cid.ts';
export type { KeyPair } from './private-key.ts';
export { fingerprint, parsePublicKey } from './public-key.ts';
export {
  enrollmentMessage,
  registrationMessage,
  type RegistrationStatement,
} from './registration.ts';
export { signingInputV1 } from './signing-input.ts';
