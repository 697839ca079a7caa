import type { IdentitySchema } from '../identities/schema.ts';
import { passwordFault } from '../passwords/policy.ts';
import { FlowFault } from './flow.ts';
import { invalid, missing, type Message } from './messages.ts';

/** @throws FlowFault that names each trait at fault. */
export function requireTraits(schema: IdentitySchema, traits: unknown): asserts traits is object {
  const faults = schema.faults(traits);
  if (faults.length === 0) return requireStorable(traits);
  const messages: Message[] = [];
  const fieldMessages: Record<string, Message[]> = {};
  for (const { field, keyword, message } of faults) {
    const text = keyword === 'required' ? missing(field.split('.').at(-1) ?? '') : invalid(message);
    (field === '' ? messages : (fieldMessages[field] ??= [])).push(text);
  }
  throw new FlowFault({ messages, fieldMessages });
}

/** A NUL or half a surrogate pair, as JSON writes it; an even number of backslashes is text. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f]..)/;

/** @throws FlowFault for text that Postgres can't hold. */
function requireStorable(traits: unknown): void {
  if (UNSTORABLE.test(JSON.stringify(traits)))
    throw new FlowFault({ messages: [invalid('The text has characters that cannot be stored.')] });
}

/** @throws FlowFault when the password is not good enough for somebody with these login names. */
export function requirePassword(password: string, identifiers: readonly string[]): void {
  requireField('password', password);
  const fault = passwordFault(password, identifiers);
  if (fault !== undefined) throw new FlowFault({ fieldMessages: { password: [fault] } });
}

/** @throws FlowFault when it is empty. */
export function requireField(name: string, value: string): void {
  if (value === '') throw new FlowFault({ fieldMessages: { [name]: [missing(name)] } });
}
