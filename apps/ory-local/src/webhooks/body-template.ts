/** The body of a webhook, made from what happened. */
export type BodyTemplate = (ctx: object) => unknown;

type Shape = { path: string[] } | { fields: [string, Shape][] };

const TOKENS = /\s*([{}:,]|ctx(?:\.\w+)+|\w+)\s*/y;
const FUNCTION = /^\s*function\(ctx\)\s*/;

/**
 * Reads the part of Jsonnet that our template keeps to: `function(ctx) { name: ctx.a.b, … }`, where
 * a value is a path or an object of the same kind. Kratos executes the whole language.
 *
 * @throws SyntaxError for everything else.
 */
export function parseBodyTemplate(source: string): BodyTemplate {
  const code = source.replaceAll(/^\s*\/\/.*$/gm, '');
  const start = FUNCTION.exec(code)?.[0];
  if (start === undefined) throw new SyntaxError('a body template is `function(ctx) { … }`');
  const tokens = tokenize(code.slice(start.length));
  const shape = parseValue(tokens);
  if (tokens.length > 0) throw unexpected(tokens[0]);
  return (ctx) => fill(shape, ctx);
}

function tokenize(code: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < code.length) {
    TOKENS.lastIndex = at;
    const match = TOKENS.exec(code);
    if (match?.[1] === undefined) throw unexpected(code.slice(at, at + 20));
    tokens.push(match[1]);
    at = TOKENS.lastIndex;
  }
  return tokens;
}

function parseValue(tokens: string[]): Shape {
  const token = tokens.shift();
  if (token?.startsWith('ctx.')) return { path: token.split('.').slice(1) };
  if (token !== '{') throw unexpected(token);
  const fields: [string, Shape][] = [];
  while (tokens[0] !== '}') {
    const name = tokens.shift();
    if (name === undefined || !/^\w+$/.test(name) || tokens.shift() !== ':') throw unexpected(name);
    fields.push([name, parseValue(tokens)]);
    if (tokens[0] === ',') tokens.shift();
    else if (tokens[0] !== '}') throw unexpected(tokens[0]);
  }
  tokens.shift();
  return { fields };
}

/** @throws TypeError for a path that is not there, as Jsonnet does. */
function fill(shape: Shape, ctx: object): unknown {
  if ('fields' in shape)
    return Object.fromEntries(shape.fields.map(([name, value]) => [name, fill(value, ctx)]));
  return shape.path.reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key))
      throw new TypeError(`the body template asks for ctx.${shape.path.join('.')}`);
    return (at as Record<string, unknown>)[key];
  }, ctx);
}

const unexpected = (token: string | undefined): SyntaxError =>
  new SyntaxError(`unexpected ${JSON.stringify(token ?? 'end')} in a body template`);
