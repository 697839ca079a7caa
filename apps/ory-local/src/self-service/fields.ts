import type { IdentitySchema } from '../identities/schema.ts';

/** What somebody entered, from a form or as JSON. */
export interface Fields {
  method: string;
  csrfToken: unknown;
  identifier: string;
  password: string;
  code: string;
  email: string;
  /** As sent; the schema judges it. */
  traits: unknown;
}

/** A body as it came: JSON, or the names of a form with dots where JSON nests. */
export type Body = Readonly<Record<string, unknown>>;

/** @param schema Names the traits that a form can have. */
export function readFields(body: Body, schema: IdentitySchema): Fields {
  return {
    method: text(body['method']),
    csrfToken: body['csrf_token'],
    identifier: text(body['identifier']),
    password: text(body['password']),
    code: text(body['code']),
    email: text(body['email']),
    traits: body['traits'] ?? nested(body, schema),
  };
}

/** What the form shows again: all but secrets, and no more of it than a form would have sent. */
export function shownAgain(fields: Fields, schema: IdentitySchema): Record<string, string> {
  const traits = schema.fields.map(({ name }) => [name, valueAt(fields.traits, name)] as const);
  const entered = [
    ['identifier', fields.identifier] as const,
    ['email', fields.email] as const,
    ...traits,
  ];
  return Object.fromEntries(
    entered.flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' && value.length <= MAX_SHOWN
        ? [[name, storable(value)]]
        : [],
    ),
  );
}

const MAX_SHOWN = 1024;

/** Without what Postgres can't hold: NUL and halves of surrogate pairs. */
export const storable = (value: string): string => value.replaceAll('\0', '').toWellFormed();

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** An empty field of a form is one that was not filled in. */
function nested(body: Body, schema: IdentitySchema): object {
  const traits: Record<string, unknown> = {};
  for (const { name } of schema.fields) {
    const value = body[name];
    if (typeof value !== 'string' || value === '') continue;
    const path = name.split('.').slice(1);
    let at = traits;
    for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>;
    at[path.at(-1) ?? ''] = value;
  }
  return traits;
}

function valueAt(traits: unknown, name: string): unknown {
  return name
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (at, key) =>
        typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined,
      traits,
    );
}
