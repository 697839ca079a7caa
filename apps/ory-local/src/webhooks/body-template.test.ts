import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseBodyTemplate } from './body-template.ts';

const ctx = {
  flow: { id: 'f', type: 'api' },
  identity: { id: 'i', schema_id: 's', traits: { email: 'a@example.com' }, state: 'active' },
};

test('the template that is pushed is filled with flow and identity', async () => {
  const file = new URL('../../../../infra/ory/webhook-body.jsonnet', import.meta.url);
  expect(parseBodyTemplate(await readFile(file, 'utf8'))(ctx)).toEqual({
    flow: { id: 'f', type: 'api' },
    identity: { id: 'i', schema_id: 's', traits: { email: 'a@example.com' } },
  });
});

test.each([
  'function(ctx) ctx',
  'function(ctx) { a: ctx.b + 1 }',
  'function(ctx) { a: "text" }',
  'function(ctx) { a ctx.b }',
  'function(ctx) { a: ctx.b',
  'function(ctx) { a: ctx.b } extra',
  'local x = 1; { a: ctx.b }',
])('what Jsonnet has beyond it is refused: %s', (source) => {
  expect(() => parseBodyTemplate(source)).toThrow(SyntaxError);
});

test('a path that is not there is a fault, and none leads out of what happened', () => {
  for (const path of ['identity.nothing', 'flow.id.length', 'constructor', 'flow.toString'])
    expect(() => parseBodyTemplate(`function(ctx) { a: ctx.${path} }`)(ctx)).toThrow(TypeError);
});
