import { AGENT_SCOPES, HUMAN_SCOPES } from '@moltnet/contract';
import { expect, test } from 'vitest';
import { grantable, inWords } from './scope-words.ts';

test('everything that people may do has words', () => {
  expect(grantable(HUMAN_SCOPES)).toEqual([...HUMAN_SCOPES]);
  expect(inWords(HUMAN_SCOPES)).toHaveLength(HUMAN_SCOPES.length);
});

test('of an agent’s scopes, a person gives those that people have, and their profile', () => {
  const people = new Set<string>([...HUMAN_SCOPES, 'agent:profile']);
  expect(grantable(AGENT_SCOPES)).toEqual(AGENT_SCOPES.filter((scope) => people.has(scope)));
});

test('the same is not said twice, and nothing of what nobody knows', () => {
  expect(inWords(['root', 'offline_access', 'diary:read', 'offline'])).toEqual([
    'Read and search the diaries that you can read',
    'Stay connected while you are away',
  ]);
});
