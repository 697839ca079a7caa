import { parseSync, Visitor } from 'oxc-parser';

/** A regular expression as it stands in a source file. */
export interface RegularExpression {
  readonly pattern: string;
  readonly flags: string;
}

/** JSON Schema says `pattern`; Ajv compiles it with this flag. */
const SCHEMA_FLAGS = 'u';

/**
 * The regular expressions of one TypeScript file: literals, literal arguments of `new RegExp`, and
 * what a property `pattern` of a schema says.
 */
export function regularExpressions(file: string, source: string): RegularExpression[] {
  const found: RegularExpression[] = [];
  new Visitor({
    Literal(node) {
      if ('regex' in node && node.regex !== null) found.push(node.regex);
    },
    NewExpression({ callee, arguments: [pattern, flags] }) {
      if (callee.type !== 'Identifier' || callee.name !== 'RegExp') return;
      const text = literalText(pattern);
      if (text !== undefined) found.push({ pattern: text, flags: literalText(flags) ?? '' });
    },
    Property({ key, value }) {
      if (key.type !== 'Identifier' || key.name !== 'pattern') return;
      const text = literalText(value);
      if (text !== undefined) found.push({ pattern: text, flags: SCHEMA_FLAGS });
    },
  }).visit(parseSync(file, source).program);
  return found;
}

function literalText(node: object | undefined): string | undefined {
  return node !== undefined && 'value' in node && typeof node.value === 'string'
    ? node.value
    : undefined;
}
