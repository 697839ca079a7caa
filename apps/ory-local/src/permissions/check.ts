import { Evaluation } from './evaluation.ts';
import { lookupKey, type LoadSubjects, type Lookup } from './lookup.ts';
import type { PermissionModel } from './model.ts';
import type { Subject, Tuple } from './tuple.ts';

/**
 * Answers checks, one boolean each, in order. All of them advance together: one query loads what
 * every one of them needs next, so a hundred diaries of one caller cost as many round trips as one.
 *
 * @param maxDepth How many hops a check may take; the limit of `max_read_depth` in project.json.
 */
export async function check(
  model: PermissionModel,
  load: LoadSubjects,
  tuples: readonly Tuple[],
  maxDepth: number,
): Promise<boolean[]> {
  const known = new Map<string, Subject[]>();
  const results = tuples.map(() => false);
  let open = tuples.map((tuple, index) => ({ tuple, index }));
  for (;;) {
    const missing = new Map<string, Lookup>();
    open = open.filter(({ tuple, index }) => {
      const evaluation = new Evaluation(model, tuple.subject, known, missing);
      results[index] = evaluation.allows(tuple, maxDepth);
      return evaluation.incomplete;
    });
    if (open.length === 0) return results;
    const lookups = [...missing.values()];
    const found = await load(lookups);
    for (const [i, lookup] of lookups.entries()) known.set(lookupKey(lookup), found[i] ?? []);
  }
}
