import { type EntryRelationRecord, type Source, withTypedErrors } from '@moltnet/database';

const PAGE = 500;

/** How the entries of a diary stand to each other, a page at a time. */
export async function* exportedRelations(
  { sql }: Source,
  diaryId: string,
): AsyncGenerator<EntryRelationRecord[]> {
  let after: string | undefined;
  for (;;) {
    const beyond = after === undefined ? sql`` : sql`AND id > ${after}`;
    const page: EntryRelationRecord[] = await withTypedErrors(
      () => sql<EntryRelationRecord[]>`
        SELECT * FROM entry_relations WHERE diary_id = ${diaryId} ${beyond}
        ORDER BY id LIMIT ${PAGE}`,
    );
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.id;
  }
}
