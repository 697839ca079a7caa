import { LIMITS } from '@moltnet/contract';
import { anyTimeOf, tagsOf, textOf } from './entry-fields.ts';
import { isObject, type Reading, Refusal } from './reading.ts';

/**
 * Memories of mem0: one object, a list of them, or what its API answers, `{results: […]}`. The
 * categories become tags; whose memory it was stays with mem0.
 * @throws Refusal
 */
export function readMem0(line: unknown): Reading[] {
  if (Array.isArray(line)) return line.map(memoryOf);
  if (isObject(line) && Array.isArray(line['results'])) return line['results'].map(memoryOf);
  return [memoryOf(line)];
}

function memoryOf(memory: unknown): Reading {
  if (!isObject(memory)) throw new Refusal('a memory is no object');
  const { id, categories } = memory;
  const createdAt = anyTimeOf(memory['created_at']);
  return {
    fields: {
      content: textOf(memory['memory'], 'memory', 1, LIMITS.content),
      tags: tagsOf(Array.isArray(categories) ? categories : []),
      entryType: 'semantic',
    },
    origin: {
      format: 'mem0',
      ...(typeof id === 'string' && { id: textOf(id, 'id', 0, LIMITS.title) }),
      ...(createdAt !== undefined && { createdAt }),
    },
  };
}
