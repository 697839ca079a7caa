export { contentHash, textCid } from './content-hash-noble.ts';
export { generateKeyPair, publicKeyOf, sign, verify } from './ed25519-noble.ts';
export * from './formats.ts';
