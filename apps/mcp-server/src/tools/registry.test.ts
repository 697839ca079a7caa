import { describe, expect, test } from 'vitest';
import { TOOLS } from './registry.ts';

const listed = TOOLS.map((tool) => tool.listed);

test('the list of tools stays small: every session of every model pays for it', () => {
  expect(Buffer.byteLength(JSON.stringify(listed))).toBeLessThan(9 * 1024);
});

test('names are unique', () => {
  expect(new Set(TOOLS.map(({ name }) => name)).size).toBe(TOOLS.length);
});

describe.each(listed)('$name', ({ name, description, inputSchema, annotations }) => {
  const properties = inputSchema['properties'] as Record<string, Record<string, unknown>>;

  test('says when to use it before it says what it does', () => {
    expect(description).toMatch(/^Use (?:to|when|first|before|after) /);
    expect(description.length).toBeLessThan(350);
  });

  test('says whether it writes', () => {
    const reads = /whoami|_list|_get|_search/.test(name);
    expect(annotations).toMatchObject({ readOnlyHint: reads, openWorldHint: false });
  });

  test('takes snake_case arguments and no others', () => {
    for (const argument of Object.keys(properties))
      expect(argument).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
  });

  test('shows no pattern, which clients without the u flag read wrong', () => {
    expect(JSON.stringify(inputSchema)).not.toContain('"pattern"');
  });
});
