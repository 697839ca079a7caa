import type { ImportFormat } from '@moltnet/contract';
import { readMcpMemory } from './read-mcp-memory.ts';
import { readMem0 } from './read-mem0.ts';
import { readMoltnet } from './read-moltnet.ts';
import { isObject, type Reading, Refusal } from './reading.ts';

/** @throws Refusal */
export function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('is not JSON');
  }
}

/** The format that a line gives away; undefined where it could be anything. */
export function formatOf(value: unknown): ImportFormat | undefined {
  if (Array.isArray(value)) return 'mem0';
  if (!isObject(value)) return undefined;
  const { type } = value;
  if (type === 'entity' || (type === 'relation' && 'relationType' in value)) return 'mcp-memory';
  if (type === 'export' || type === 'end' || (type === 'entry' && 'contentHash' in value)) {
    return 'moltnet';
  }
  return 'memory' in value || 'results' in value ? 'mem0' : undefined;
}

/** @throws Refusal */
export function readLine(format: ImportFormat, value: unknown): Reading[] {
  if (format === 'mem0') return readMem0(value);
  if (!isObject(value)) throw new Refusal('is no JSON object');
  return format === 'moltnet' ? readMoltnet(value) : readMcpMemory(value);
}
