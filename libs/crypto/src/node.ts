export { contentHash, textCid } from './content-hash-node.ts';
export { generateKeyPair, publicKeyOf, sign, verify } from './ed25519-node.ts';
export * from './formats.ts';
