import type { TSchema } from 'typebox';

/** The part of JSON Schema that tool arguments are written in. */
interface ArgumentSchema {
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly items?: TSchema;
}

/** `createdAfter` → `created_after`: models write tool arguments in snake_case. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `schema` with the names of its properties in snake_case, at every depth. */
export function snakeSchema(schema: TSchema): TSchema {
  const { properties, required, items, ...rest } = schema as TSchema & ArgumentSchema;
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [snakeCase(name), snakeSchema(value)]),
      ),
    }),
    ...(required && { required: required.map(snakeCase) }),
    ...(items && { items: snakeSchema(items) }),
  };
}

/** A JSON Schema of an object, as MCP wants it. */
export type ObjectSchema = { readonly type: 'object' } & Record<string, unknown>;

/**
 * What a model is shown of a schema of ours. `title` and `pattern` go: they cost context and tell a
 * model nothing that a description does not, and the patterns need the `u` flag, which some clients
 * do not set and then refuse every emoji.
 *
 * @param hints - description by camelCase field
 */
export function listedSchema(
  schema: TSchema,
  hints: Readonly<Record<string, string | undefined>>,
): ObjectSchema {
  const listed = JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => {
      if ((key === 'pattern' || key === 'title') && typeof value === 'string') return undefined;
      return isTextEnum(value) ? { type: 'string', ...value } : value;
    }),
  ) as ObjectSchema & { properties: Record<string, object> };
  for (const [field, description] of Object.entries(hints))
    Object.assign(listed.properties[snakeCase(field)] ?? {}, { description });
  return listed;
}

/** Some models' APIs refuse an `enum` that does not say its type. */
function isTextEnum(value: unknown): value is { readonly enum: readonly string[] } {
  if (typeof value !== 'object' || value === null || !('enum' in value)) return false;
  return Array.isArray(value.enum) && value.enum.every((item) => typeof item === 'string');
}

/** The snake_case arguments that a caller sent, as the camelCase fields that `schema` names. */
export function camelArguments(schema: TSchema, value: unknown): unknown {
  const { properties, items } = schema as TSchema & ArgumentSchema;
  if (Array.isArray(value))
    return items ? value.map((item) => camelArguments(items, item)) : (value as unknown[]);
  if (!properties || typeof value !== 'object' || value === null) return value;
  const given = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => Object.hasOwn(given, snakeCase(name)))
      .map(([name, property]) => [name, camelArguments(property, given[snakeCase(name)])]),
  );
}

/** Models write `null` for "not given"; no argument of ours means anything by it. */
export function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}
