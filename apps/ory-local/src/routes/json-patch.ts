import { applyPatch } from 'rfc6902';
import { Type, type Static } from 'typebox';
import { badRequest } from '../errors.ts';

const path = Type.String({ maxLength: 1024 });

/** An RFC 6902 document. */
export const jsonPatch = Type.Array(
  Type.Object({
    op: Type.Union(
      ['add', 'remove', 'replace', 'move', 'copy', 'test'].map((op) => Type.Literal(op)),
    ),
    path,
    from: Type.Optional(path),
    value: Type.Optional(Type.Unknown()),
  }),
  { maxItems: 100 },
);

/** A patched copy of `document`. @throws OryError 400 when a step does not apply. */
export function patched<T extends object>(document: T, patch: Static<typeof jsonPatch>): T {
  const copy = structuredClone(document);
  const failure = applyPatch(copy, patch as Parameters<typeof applyPatch>[1]).find(Boolean);
  if (failure) throw badRequest(`The patch does not apply: ${failure.message}`);
  return copy;
}
