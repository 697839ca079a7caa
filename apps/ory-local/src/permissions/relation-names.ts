const CLASS = /\bclass\s+(\w+)\s+implements\s+Namespace\s*\{/g;
const RELATED = /\brelated\s*:\s*\{([^}]*)\}/;
const RELATION = /^\s*['"]?(\w+)['"]?\s*:/gm;

/**
 * The relation names of each class in an OPL text. They stand in types, which are gone when the
 * file runs, so they are read from the text; OPL allows no braces within `related`.
 */
export function relationNames(opl: string): Map<string, ReadonlySet<string>> {
  const code = opl.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const classes = [...code.matchAll(CLASS)];
  return new Map(
    classes.map((match, i) => {
      const body = code.slice(match.index, classes[i + 1]?.index);
      const related = RELATED.exec(body)?.[1] ?? '';
      return [match[1] ?? '', new Set([...related.matchAll(RELATION)].map((r) => r[1] ?? ''))];
    }),
  );
}
