import type { BatchEntryInput, EntryOrigin, EntryType } from '@moltnet/contract';
import type { EntrySignature } from '../entries/signature.ts';

/** What a line says that could become an entry. */
export interface Reading {
  readonly fields: Omit<
    BatchEntryInput,
    'contentHash' | 'signature' | 'entryType' | 'supersedes'
  > & {
    readonly entryType: EntryType;
  };
  readonly origin: EntryOrigin;
  /** A v2 signature that verifies for the diary that the origin names, this key and this content. */
  readonly statement?: EntrySignature & { readonly contentHash: string };
}

/** A parsed line. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Why a line is not taken; what the importer is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
