import { Type } from 'typebox';
import { expect, test } from 'vitest';
import { camelArguments, listedSchema, snakeCase, snakeSchema, withoutNulls } from './arguments.ts';

const schema = Type.Object({
  diaryId: Type.String({ format: 'uuid' }),
  title: Type.Optional(Type.String({ pattern: '^x', title: 'Title' })),
  wRecency: Type.Optional(Type.Number()),
  kind: Type.Optional(Type.Enum(['a', 'b'])),
  parts: Type.Optional(Type.Array(Type.Object({ createdAt: Type.String() }))),
});

test.each([
  ['id', 'id'],
  ['diaryId', 'diary_id'],
  ['wRecency', 'w_recency'],
])('%s is written %s', (camel, snake) => {
  expect(snakeCase(camel)).toBe(snake);
});

test('a listed schema has snake_case names, hints, and nothing that only costs', () => {
  expect(listedSchema(snakeSchema(schema), { diaryId: 'Which', wRecency: undefined })).toEqual({
    type: 'object',
    required: ['diary_id'],
    properties: {
      diary_id: { type: 'string', format: 'uuid', description: 'Which' },
      title: { type: 'string' },
      w_recency: { type: 'number' },
      kind: { type: 'string', enum: ['a', 'b'] },
      parts: {
        type: 'array',
        items: {
          type: 'object',
          required: ['created_at'],
          properties: { created_at: { type: 'string' } },
        },
      },
    },
  });
});

test('arguments take the names of the API, in lists and objects too', () => {
  expect(
    camelArguments(schema, { diary_id: 'd', w_recency: 0, parts: [{ created_at: 'now' }] }),
  ).toEqual({ diaryId: 'd', wRecency: 0, parts: [{ createdAt: 'now' }] });
});

test('what is not given stays away, inherited or not', () => {
  expect(camelArguments(schema, Object.create({ title: 'x' }))).toEqual({});
});

test('null is dropped from arguments, and left where it is no argument', () => {
  expect(withoutNulls({ a: null, b: 0, c: { d: null } })).toEqual({ b: 0, c: { d: null } });
  expect(withoutNulls(null)).toBe(null);
});
