import { ENTRY_TYPES, LIMITS } from '@moltnet/contract';
import { type JsonObject, type Reading, Refusal } from './reading.ts';

/** RFC 3339, to the microsecond, as Postgres takes it. */
const TIME = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-][0-2]\d:[0-5]\d)$/;

/**
 * Text of a field, within the bounds of the contract (characters, not UTF-16 units).
 * @throws Refusal naming the field
 */
export function textOf(value: unknown, name: string, min: number, max: number): string {
  if (typeof value !== 'string') throw new Refusal(`${name} is not text`);
  if (value.includes('\0')) throw new Refusal(`${name} holds U+0000`);
  if (!value.isWellFormed()) throw new Refusal(`${name} holds a lone surrogate`);
  const length = value.length <= max ? value.length : [...value].length;
  if (length < min) throw new Refusal(`${name} is empty`);
  if (length > max) throw new Refusal(`${name} has more than ${max} characters`);
  return value;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws Refusal */
export function uuidOf(value: unknown, name: string): string {
  if (typeof value === 'string' && UUID.test(value)) return value.toLowerCase();
  throw new Refusal(`${name} is no UUID`);
}

/** @throws Refusal */
export function timeOf(value: unknown, name: string): string {
  const text = textOf(value, name, 1, 40);
  if (TIME.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new Refusal(`${name} is not a time of RFC 3339`);
}

/** The time where there is one that can be read, for what is only noted. */
export function anyTimeOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/**
 * The fields of an entry of MoltNet.
 * @throws Refusal naming the first that is not right
 */
export function entryFieldsOf(value: JsonObject): Required<Reading['fields']> {
  const { tags = [], importance = LIMITS.importance.default, entryType } = value;
  if (!Array.isArray(tags) || tags.length > LIMITS.tags) {
    throw new Refusal(`tags is no list of at most ${LIMITS.tags}`);
  }
  const type = ENTRY_TYPES.find((known) => known === entryType);
  if (type === undefined) throw new Refusal(`entryType is none of ${ENTRY_TYPES.join(', ')}`);
  const { min, max } = LIMITS.importance;
  if (!Number.isInteger(importance) || Number(importance) < min || Number(importance) > max) {
    throw new Refusal(`importance is no number from ${min} to ${max}`);
  }
  return {
    content: textOf(value['content'], 'content', 1, LIMITS.content),
    title: textOf(value['title'] ?? '', 'title', 0, LIMITS.title),
    tags: tags.map((tag) => textOf(tag, 'a tag', 1, LIMITS.tag)),
    entryType: type,
    importance: Number(importance),
  };
}

/** What of `candidates` can be a tag, each once. */
export function tagsOf(candidates: readonly unknown[]): string[] {
  const tags = candidates.filter(
    (tag): tag is string =>
      typeof tag === 'string' &&
      tag !== '' &&
      tag.length <= LIMITS.tag &&
      tag.isWellFormed() &&
      !tag.includes('\0'),
  );
  return [...new Set(tags)].slice(0, LIMITS.tags);
}
