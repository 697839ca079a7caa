import { LIMITS } from '@moltnet/contract';
import { tagsOf, textOf } from './entry-fields.ts';
import { type JsonObject, type Reading, Refusal } from './reading.ts';

/**
 * A line of the MCP memory server's file. An entity becomes an entry with its name as the title, its
 * observations as the lines of its content and its type as a tag; a relation becomes a sentence.
 * @throws Refusal
 */
export function readMcpMemory(line: JsonObject): Reading[] {
  if (line['type'] === 'entity') return [entityOf(line)];
  if (line['type'] === 'relation') return [relationOf(line)];
  throw new Refusal('type is neither entity nor relation');
}

function entityOf(entity: JsonObject): Reading {
  const name = textOf(entity['name'], 'name', 1, LIMITS.title);
  const { observations = [] } = entity;
  if (!Array.isArray(observations)) throw new Refusal('observations is no list');
  const lines = observations.map((line) => textOf(line, 'an observation', 0, LIMITS.content));
  const content = lines.join('\n');
  return {
    fields: {
      title: name,
      content: textOf(content.trim() === '' ? name : content, 'content', 1, LIMITS.content),
      tags: tagsOf([entity['entityType']]),
      entryType: 'semantic',
    },
    origin: { format: 'mcp-memory', id: name },
  };
}

function relationOf(relation: JsonObject): Reading {
  const [from, type, to] = (['from', 'relationType', 'to'] as const).map((name) =>
    textOf(relation[name], name, 1, LIMITS.title),
  );
  return {
    fields: {
      content: `${from} ${type} ${to}`,
      tags: tagsOf(['relation', type]),
      entryType: 'semantic',
    },
    origin: { format: 'mcp-memory' },
  };
}
