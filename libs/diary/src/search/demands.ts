import type { ParsedQuery } from './parse-query.ts';
import type { Sql } from './scope.ts';

/**
 * `demands(phrases, excluded)`: what a query demands, every phrase in quotation marks, and forbids,
 * each thing after a minus, as a tsquery each; empty where there is none. Out of arrays, and looked
 * up as a value: the text of the statement is the same for any number of them, and a connection keeps
 * a plan for each text; and nothing is parsed again for each entry.
 */
export function demandsCtes(sql: Sql, { phrases, excluded }: ParsedQuery) {
  const joined = (terms: readonly string[], operator: ReturnType<Sql>) => sql`
    coalesce((SELECT string_agg('(' || query::text || ')', ${operator})::tsquery
              FROM (SELECT phraseto_tsquery('english', term) AS query
                    FROM unnest(${[...terms]}::text[]) AS terms (term)) AS queries
              WHERE numnode(query) > 0), ''::tsquery)`;
  return sql`
    demands AS MATERIALIZED (
      SELECT ${joined(phrases, sql`'&'`)} AS phrases, ${joined(excluded, sql`'|'`)} AS excluded
    )`;
}

/** Whether a query has words that must be there as they stand, or must not. */
export function demandsOrForbids({ phrases, excluded }: ParsedQuery): boolean {
  return phrases.length + excluded.length > 0;
}

/**
 * `AND …` for what a query demands and forbids, over `entries`. Applied to each candidate before
 * anything is cut, on both sides: what is found by its meaning must not hold an excluded word.
 */
export function wordConditions(sql: Sql, query: ParsedQuery) {
  return sql`${phraseConditions(sql, query)} ${excludedConditions(sql, query)}`;
}

/** `AND …` for what is in quotation marks. */
export function phraseConditions(sql: Sql, { phrases }: ParsedQuery) {
  if (phrases.length === 0) return sql``;
  return sql`
    AND ((SELECT numnode(phrases) FROM demands) = 0
         OR entries.search @@ (SELECT phrases FROM demands))`;
}

/** `AND …` for what is after a minus. An empty tsquery matches nothing. */
function excludedConditions(sql: Sql, { excluded }: ParsedQuery) {
  if (excluded.length === 0) return sql``;
  return sql`AND NOT entries.search @@ (SELECT excluded FROM demands)`;
}

/** `&& …` for a tsquery: what is in quotation marks. An empty one changes nothing. */
export function andPhrases(sql: Sql, { phrases }: ParsedQuery) {
  return phrases.length === 0 ? sql`` : sql`&& (SELECT phrases FROM demands)`;
}

/** `&& …` for a tsquery: what is after a minus, left out by the index of words itself. */
export function andNotExcluded(sql: Sql, { excluded }: ParsedQuery) {
  return excluded.length === 0 ? sql`` : sql`&& !! (SELECT excluded FROM demands)`;
}
