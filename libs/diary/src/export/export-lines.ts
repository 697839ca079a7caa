import { EXPORT_VERSION } from '@moltnet/contract';
import type { EntryRelationRecord } from '@moltnet/database';
import { creatorView } from '../creator-view.ts';
import type { ExportedEntry } from './exported-entries.ts';

/** The first line: what this is an export of, and of when. */
export function headLine(diary: { id: string; name: string }, exportedAt: string): string {
  return line({ type: 'export', version: EXPORT_VERSION, diary, exportedAt });
}

/** An entry with what it takes to verify it, without asking anybody. */
export function entryLine(entry: ExportedEntry, diaryId: string): string {
  const { id, title, content, tags, entryType, importance, contentHash } = entry;
  return line({
    type: 'entry',
    id,
    diaryId,
    title,
    content,
    tags,
    entryType,
    importance,
    contentHash,
    supersededBy: entry.supersededBy,
    createdAt: entry.createdAt,
    updatedAt: entry.updatedAt,
    author: creatorView({
      identityId: entry.authorId,
      name: entry.authorName,
      publicKey: entry.authorPublicKey,
      fingerprint: entry.authorFingerprint,
    }),
    signature: entry.scheme && {
      scheme: entry.scheme,
      publicKey: entry.publicKey,
      validFrom: entry.validFrom,
      validUntil: entry.validUntil,
      nonce: entry.nonce,
      createdAt: entry.createdAtText,
      signedAt: entry.signedAt,
      prev: entry.prev,
      value: entry.value,
    },
    ...(entry.origin && { origin: entry.origin }),
  });
}

/** How two entries stand to each other. */
export function relationLine(relation: EntryRelationRecord): string {
  return line({ type: 'relation', ...relation });
}

/** The last line, without which an export was cut off. */
export function endLine(entries: number, relations: number): string {
  return line({ type: 'end', entries, relations });
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
