import { readFile } from 'node:fs/promises';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { badRequest } from '../errors.ts';

/** A login name of an identity: no two identities share one. */
export interface Identifier {
  /** Kratos's credentials type, `password`. */
  type: string;
  identifier: string;
}

interface TraitSchema {
  properties?: Record<string, TraitSchema>;
  'ory.sh/kratos'?: { credentials?: Record<string, { identifier?: boolean }> };
  title?: string;
  type?: string;
  format?: string;
  required?: string[];
}

/** A trait that a form asks for. */
export interface TraitField {
  /** `traits.email`: the name in forms, nested ones joined by dots. */
  name: string;
  title: string;
  format: string | undefined;
  required: boolean;
}

/** What is wrong with traits. */
export interface TraitFault {
  /** As `TraitField.name`; empty when it belongs to no field. */
  field: string;
  /** The keyword of JSON Schema that does not hold. */
  keyword: string;
  message: string;
}

/** One of the project's identity schemas: JSON Schema plus Ory's `ory.sh/kratos` annotations. */
export class IdentitySchema {
  readonly id: string;
  readonly document: object;
  readonly #validate: ValidateFunction;
  readonly #identifiers: { path: string[]; types: string[] }[];
  /** The traits of a form, in the order of the schema. */
  readonly fields: readonly TraitField[];
  /** What the one trait that signs in with a password is called; undefined where there are several. */
  readonly identifierTitle: string | undefined;

  constructor(id: string, document: { properties?: { traits?: TraitSchema } }) {
    // `ory.sh/kratos` is not a keyword of JSON Schema, hence not strict.
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    this.id = id;
    this.document = document;
    this.#validate = ajv.compile(document);
    this.#identifiers = identifierTraits(document.properties?.traits ?? {});
    this.fields = traitFields(document.properties?.traits ?? {}, 'traits');
    const paths = this.#identifiers.filter(({ types }) => types.includes('password'));
    const names = new Set(paths.map(({ path }) => ['traits', ...path].join('.')));
    const [named, ...others] = this.fields.filter(({ name }) => names.has(name));
    this.identifierTitle = others.length === 0 ? named?.title : undefined;
  }

  static async read(id: string, file: URL): Promise<IdentitySchema> {
    return new IdentitySchema(id, JSON.parse(await readFile(file, 'utf8')) as object);
  }

  /** @throws OryError 400 that names the first trait at fault, without its value. */
  assertTraits(traits: unknown): void {
    if (!this.#validate({ traits })) throw badRequest(explain(this.#validate.errors?.[0]));
  }

  /** Everything wrong with `traits`, none of it with its value. */
  faults(traits: unknown): TraitFault[] {
    if (this.#validate({ traits })) return [];
    return (this.#validate.errors ?? []).map(({ instancePath, keyword, message, params }) => {
      const { missingProperty } = params as { missingProperty?: string };
      const path = instancePath.split('/').slice(1);
      const named = missingProperty === undefined ? path : [...path, missingProperty];
      const field = named.join('.');
      const known = this.fields.some(({ name }) => name === field);
      return { field: known ? field : '', keyword, message: message ?? 'is invalid' };
    });
  }

  /** The login names in `traits`, normalised as Kratos does: trimmed and in lower case. */
  identifiers(traits: unknown): Identifier[] {
    return this.#identifiers.flatMap(({ path, types }) => {
      const value = path.reduce<unknown>(
        (at, name) => (at as Record<string, unknown> | undefined)?.[name],
        traits,
      );
      if (typeof value !== 'string') return [];
      return types.map((type) => ({ type, identifier: normalizeIdentifier(value) }));
    });
  }
}

/** Kratos compares login names so; a key that differs from another in case alone does not occur. */
export const normalizeIdentifier = (value: string): string => value.trim().toLowerCase();

function identifierTraits(
  schema: TraitSchema,
  path: string[] = [],
): { path: string[]; types: string[] }[] {
  const types = Object.entries(schema['ory.sh/kratos']?.credentials ?? {})
    .filter(([, use]) => use.identifier === true)
    .map(([type]) => type);
  return [
    ...(types.length === 0 ? [] : [{ path, types }]),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
      identifierTraits(child, [...path, name]),
    ),
  ];
}

function traitFields(schema: TraitSchema, path: string): TraitField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
    const name = `${path}.${key}`;
    if (child.properties !== undefined) return traitFields(child, name);
    const required = schema.required?.includes(key) ?? false;
    return [{ name, title: child.title ?? key, format: child.format, required }];
  });
}

function explain(error: ErrorObject | undefined): string {
  return `I[#${error?.instancePath ?? ''}] S[${error?.schemaPath ?? '#'}] ${error?.message ?? 'is invalid'}`;
}
