import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { entrySignatures } from '../schema/diary.ts';

/** The proof of a signed entry, kept when its content is deleted. */
export type EntrySignatureRecord = Readonly<typeof entrySignatures.$inferSelect>;

const COLUMNS = [
  'entryId',
  'diaryId',
  'authorId',
  'publicKey',
  'scheme',
  'nonce',
  'signedAt',
  'createdAtText',
  'prev',
  'value',
  'contentHash',
  'signingRequestId',
] as const satisfies (keyof EntrySignatureRecord)[];

export function entrySignatureReader({ sql }: Source) {
  return typedErrors({
    async get(entryId: string): Promise<EntrySignatureRecord | undefined> {
      const [signature] = await sql<EntrySignatureRecord[]>`
        SELECT * FROM entry_signatures WHERE entry_id = ${entryId}`;
      return signature;
    },
  });
}

export function entrySignatureWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * @throws {UniqueViolation} entry_signatures_author_nonce_key: the author has used the nonce;
     *   entry_signatures_signing_request_id_key: the signing request has made an entry
     */
    async insert(signature: EntrySignatureRecord): Promise<void> {
      await sql`INSERT INTO entry_signatures ${sql(signature, COLUMNS)}`;
    },
  });
}
