import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { entrySignatures } from '../schema/diary.ts';

/** The proof of a signed entry, kept when its content is deleted. */
export type EntrySignatureRecord = Readonly<typeof entrySignatures.$inferSelect>;

/**
 * `INSERT INTO entry_signatures …`, for the statement that writes the entries: `entries` in it are
 * those that are written, and the proofs of others are left out.
 * Violates entry_signatures_author_nonce_key where the author has used the nonce, here or before, and
 * entry_signatures_signing_request_id_key where the signing request has made an entry.
 */
export function insertSignatures(sql: Source['sql'], signatures: readonly EntrySignatureRecord[]) {
  return sql`
    INSERT INTO entry_signatures (entry_id, diary_id, author_id, public_key, scheme, nonce,
                                  signed_at, created_at_text, prev, value, content_hash,
                                  signing_request_id)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(signatures)}::jsonb) AS s (
      "entryId" uuid, "diaryId" uuid, "authorId" uuid, "publicKey" text, scheme text,
      nonce text, "signedAt" timestamptz, "createdAtText" text, prev text, value text,
      "contentHash" text, "signingRequestId" uuid)
    WHERE "entryId" IN (SELECT id FROM entries)`;
}

export function entrySignatureReader({ sql }: Source) {
  return typedErrors({
    async get(entryId: string): Promise<EntrySignatureRecord | undefined> {
      const [signature] = await sql<EntrySignatureRecord[]>`
        SELECT * FROM entry_signatures WHERE entry_id = ${entryId}`;
      return signature;
    },

    /** Those that an author made with a nonce, of the pairs given. */
    async byNonce(
      used: readonly Pick<EntrySignatureRecord, 'authorId' | 'nonce'>[],
    ): Promise<EntrySignatureRecord[]> {
      return sql<EntrySignatureRecord[]>`
        SELECT s.* FROM entry_signatures AS s
        JOIN unnest(${used.map(({ authorId }) => authorId)}::uuid[],
                    ${used.map(({ nonce }) => nonce)}::text[]) AS u (author_id, nonce)
          USING (author_id, nonce)`;
    },
  });
}
