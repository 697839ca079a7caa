import { describe, expect, test } from 'vitest';
import { DEFAULT_TOOLS, scopesFor, selectTools, TOOLS, TOOLSETS, unknownTool } from './registry.ts';

const listed = TOOLS.map((tool) => tool.listed);
const bytes = (tools: typeof TOOLS) =>
  Buffer.byteLength(JSON.stringify(tools.map((tool) => tool.listed)));

const named = (set: string) => TOOLSETS[set]?.tools.map(({ name }) => name) ?? [];

test('the list of tools stays small: every session of every model pays for it', () => {
  expect(bytes(DEFAULT_TOOLS)).toBeLessThan(9 * 1024);
  expect(bytes(TOOLS)).toBeLessThan(32 * 1024);
});

test('names are unique', () => {
  expect(new Set(TOOLS.map(({ name }) => name)).size).toBe(TOOLS.length);
});

describe('?toolsets=', () => {
  test.each<[object, string[]]>([
    [{}, []],
    [{ toolsets: '' }, []],
    [{ toolsets: 'relations' }, named('relations')],
    [{ toolsets: ' teams , relations,' }, [...named('relations'), ...named('teams')]],
    [{ toolsets: ['crypto', 'crypto'] }, named('crypto')],
    [{ toolsets: 'all' }, Object.keys(TOOLSETS).flatMap(named)],
    [{ toolsets: 'teams,all' }, Object.keys(TOOLSETS).flatMap(named)],
  ])('%j opens %j besides the default tools', (query, expected) => {
    const tools = selectTools(query);
    expect(tools.slice(0, DEFAULT_TOOLS.length)).toEqual(DEFAULT_TOOLS);
    expect(tools.slice(DEFAULT_TOOLS.length).map(({ name }) => name)).toEqual(expected);
  });

  test.each(['nonsense', 'Teams', 'constructor', 'teams,nonsense'])(
    '%j is refused with the sets that there are',
    (toolsets) => {
      expect(() => selectTools({ toolsets })).toThrow(
        /^There is no toolset "\w+"\. .*: .*relations, .*teams.*, all\.$/,
      );
    },
  );

  test('asks for the scopes of what it opens', () => {
    const byDefault = ['agent:profile', 'crypto:sign', 'diary:read', 'diary:write'];
    expect(scopesFor({})).toEqual(byDefault);
    expect(scopesFor({ toolsets: 'relations,nonsense' })).toEqual(byDefault);
    expect(scopesFor({ toolsets: 'teams' })).toEqual([...byDefault, 'team:read', 'team:manage']);
  });

  test('is named to who calls a tool that it would open', () => {
    expect(unknownTool('teams_list')).toMatch(/^Unknown tool: teams_list .*\?toolsets=teams/);
    expect(unknownTool('teams_burn')).toBe('Unknown tool: teams_burn');
  });
});

describe.each(listed)('$name', ({ name, description, inputSchema, annotations }) => {
  const properties = inputSchema['properties'] as Record<string, Record<string, unknown>>;

  test('says when to use it before it says what it does', () => {
    expect(description).toMatch(/^Use (?:to|when|first|before|after) /);
    expect(description.length).toBeLessThan(350);
  });

  test('says whether it writes', () => {
    const reads =
      /whoami|_list|_get|_search|_lookup|_tags|_status|_verify|_preview|_provenance|_diff/.test(
        name,
      );
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
