import canonicalJson from '../vectors/canonical-json.json' with { type: 'json' };
import contentHash from '../vectors/content-hash.json' with { type: 'json' };
import dsse from '../vectors/dsse.json' with { type: 'json' };
import edgeCases from '../vectors/ed25519-edge-cases.json' with { type: 'json' };
import rfc8032 from '../vectors/ed25519-rfc8032.json' with { type: 'json' };
import entryV2 from '../vectors/entry-v2.json' with { type: 'json' };
import identity from '../vectors/identity.json' with { type: 'json' };
import keyRotation from '../vectors/key-rotation.json' with { type: 'json' };
import packCid from '../vectors/pack-cid.json' with { type: 'json' };
import registration from '../vectors/registration.json' with { type: 'json' };
import signingV1 from '../vectors/signing-v1.json' with { type: 'json' };

export {
  canonicalJson,
  contentHash,
  dsse,
  edgeCases,
  entryV2,
  identity,
  keyRotation,
  packCid,
  registration,
  rfc8032,
  signingV1,
};

/** A text in a vector: itself, or so many repetitions where writing it out would be absurd. */
export type VectorText = string | { repeat: string; times: number };

export function textOf(text: VectorText): string {
  return typeof text === 'string' ? text : text.repeat.repeat(text.times);
}

export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export function fromHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}
