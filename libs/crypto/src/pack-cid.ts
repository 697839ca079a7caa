import * as dagCbor from '@ipld/dag-cbor';
import { sha256 } from '@noble/hashes/sha2.js';
import { CID } from 'multiformats/cid';
import { cidOf } from './cid.ts';
import { CryptoInputError } from './crypto-input-error.ts';
import { utf8 } from './utf8.ts';

const PACK_VERSION = 'moltnet:pack:v1';
const RENDERED_PACK_VERSION = 'moltnet:rendered-pack:v1';
/** Objects and lists inside one another; encoders of other languages stop somewhere too. */
const MAX_DEPTH = 32;

/** One entry of a pack as its CID covers it. */
export interface PackedEntryLink {
  /** contentHash of the entry when it was packed. */
  readonly cid: string;
  readonly compressionLevel: string;
  readonly rank: number;
}

/** What a pack's CID covers. */
export interface PackStatement {
  readonly diaryId: string;
  readonly packType: string;
  /** Plain JSON. */
  readonly params: Readonly<Record<string, unknown>>;
  /** In any order: a pack is ordered by rank. */
  readonly entries: readonly PackedEntryLink[];
}

/** What a rendered pack's CID covers. */
export interface RenderedPackStatement {
  readonly packCid: string;
  readonly renderMethod: string;
  /** `textCid` of the Markdown. */
  readonly contentHash: string;
}

/**
 * A pack's CID (API.md, "Packs"): CIDv1(dag-cbor, sha2-256, base32 lower) of
 * `{v, diaryId, packType, params, entries}`, entries by rank, each `cid` a link. DAG-CBOR sorts keys,
 * so the order of those in `params` does not matter.
 * @throws CryptoInputError for a `cid` that is none, and for params that DAG-CBOR cannot say: a lone
 * surrogate, NaN, an infinity, nesting deeper than 32
 */
export function packCid({ diaryId, packType, params, entries }: PackStatement): string {
  requireEncodable(params, MAX_DEPTH);
  return dagCborCid({
    v: PACK_VERSION,
    diaryId,
    packType,
    params,
    entries: entries
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ cid, compressionLevel, rank }) => ({ cid: linkTo(cid), compressionLevel, rank })),
  });
}

/**
 * A rendered pack's CID: CIDv1(dag-cbor, sha2-256, base32 lower) of
 * `{v: "moltnet:rendered-pack:v1", pack, renderMethod, content}`, `pack` and `content` as links.
 * @throws CryptoInputError for a CID that is none, or a lone surrogate in the method
 */
export function renderedPackCid(statement: RenderedPackStatement): string {
  const { packCid: pack, renderMethod, contentHash } = statement;
  requireEncodable(renderMethod, MAX_DEPTH);
  return dagCborCid({
    v: RENDERED_PACK_VERSION,
    pack: linkTo(pack),
    renderMethod,
    content: linkTo(contentHash),
  });
}

function dagCborCid(value: unknown): string {
  try {
    return cidOf(dagCbor.code, sha256(dagCbor.encode(value)));
  } catch (error) {
    throw new CryptoInputError('value has no DAG-CBOR form', { cause: error });
  }
}

function linkTo(cid: string): CID {
  try {
    return CID.parse(cid);
  } catch (error) {
    throw new CryptoInputError('cid is not a CID', { cause: error });
  }
}

/** The encoder replaces a lone surrogate with U+FFFD, so that two values would share a CID. */
function requireEncodable(value: unknown, depth: number): void {
  if (typeof value === 'string') utf8(value);
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw new CryptoInputError('value is nested too deep');
  for (const [key, item] of Object.entries(value)) {
    utf8(key);
    requireEncodable(item, depth - 1);
  }
}
