import { type CreatePackInput, type FieldError, Problem } from '@moltnet/contract';
import { type PackSource, packSourceReader, type Source } from '@moltnet/database';

/** An entry that is to be packed. */
export interface Selected extends PackSource {
  readonly rank: number;
}

type Asked = CreatePackInput['entries'];

/**
 * The entries that a pack is asked of, by rank.
 * @throws Problem 400 for double ids or ranks and for entries that are not in the diary; 409 with
 *   `flagged` for entries that look like prompt injection, unless `force`
 */
export async function selectEntries(
  source: Source,
  diaryId: string,
  { entries, force = false }: Pick<CreatePackInput, 'entries' | 'force'>,
): Promise<Selected[]> {
  const asked = entries.map(({ entryId, rank }) => ({ entryId: entryId.toLowerCase(), rank }));
  refuse([...doubles(asked, 'entryId'), ...doubles(asked, 'rank')]);
  const ids = asked.map(({ entryId }) => entryId);
  const found = new Map<string, PackSource>();
  for (const each of await packSourceReader(source).inDiary(diaryId, ids)) found.set(each.id, each);
  refuse(
    ids.flatMap((id, at) => (found.has(id) ? [] : fault(at, 'entryId', 'is not in this diary'))),
  );
  const selected = asked
    .flatMap(({ entryId, rank }) => {
      const entry = found.get(entryId);
      return entry ? [{ ...entry, rank }] : [];
    })
    .toSorted((a, b) => a.rank - b.rank);
  if (!force) refuseFlagged(selected);
  return selected;
}

function doubles(asked: Asked, field: keyof Asked[number]): FieldError[] {
  const seen = new Set<string | number>();
  return asked.flatMap((entry, at) => {
    if (!seen.has(entry[field])) {
      seen.add(entry[field]);
      return [];
    }
    return fault(at, field, 'is there twice');
  });
}

const fault = (at: number, field: string, message: string): FieldError[] => [
  { field: `body.entries.${at}.${field}`, message },
];

function refuse(errors: readonly FieldError[]): void {
  const [first] = errors;
  if (!first) return;
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : '';
  throw new Problem('VALIDATION_FAILED', `${first.field} ${first.message}${more}.`, { errors });
}

function refuseFlagged(selected: readonly Selected[]): void {
  const flagged = selected.filter(({ injectionRisk }) => injectionRisk).map(({ id }) => id);
  if (flagged.length === 0) return;
  throw new Problem(
    'CONFLICT',
    'Some of these entries look like prompt injection. Leave them out, or send force: true.',
    { conflict: { flagged } },
  );
}
