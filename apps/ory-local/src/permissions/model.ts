import { readFile } from 'node:fs/promises';
import { relationNames } from './relation-names.ts';

/** What a permission is asked with; `this.related.x.includes(ctx.subject)` is all that reads it. */
export interface OplContext {
  subject: never;
}

/** What OPL code sees of `this.related.<relation>`. */
export interface OplRelation {
  includes(subject: never): boolean;
  traverse(visit: (object: OplObject) => boolean): boolean;
}

/** An instance of one of the classes in permissions.ts, bound to one object. */
export interface OplObject {
  related: Record<string, OplRelation>;
  permits: Record<string, (ctx: OplContext) => boolean>;
}

export interface Namespace {
  name: string;
  relations: ReadonlySet<string>;
  permits: ReadonlySet<string>;
  /** A fresh instance whose `related` is still unset. */
  create(): OplObject;
}

/** The permission model: the classes of the OPL file, by name. */
export type PermissionModel = ReadonlyMap<string, Namespace>;

type OplClass = new () => Partial<OplObject>;

/**
 * Imports the OPL file as the TypeScript that it is, so that a check runs the very text that is
 * pushed to Ory Network.
 *
 * @throws Error when the file exports something other than classes.
 */
export async function loadModel(file: URL): Promise<PermissionModel> {
  const exported = (await import(file.href)) as Record<string, OplClass>;
  const relations = relationNames(await readFile(file, 'utf8'));
  const model = new Map<string, Namespace>();
  for (const [name, Class] of Object.entries(exported)) {
    if (typeof Class !== 'function') throw new Error(`${name} in the OPL file is not a class`);
    model.set(name, {
      name,
      relations: relations.get(name) ?? new Set(),
      permits: new Set(Object.keys(new Class().permits ?? {})),
      create() {
        const object = new Class();
        object.permits ??= {};
        return object as OplObject;
      },
    });
  }
  return model;
}
