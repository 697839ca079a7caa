import { expect, test } from 'vitest';
import { grantable, inWords } from './scope-words.ts';

/** What people may do. */
const PEOPLE = [
  'human:profile',
  'diary:read',
  'diary:write',
  'diary:manage',
  'pack:read',
  'pack:write',
  'team:read',
  'team:manage',
];

test('everything that people may do has words of its own', () => {
  expect(grantable(PEOPLE)).toEqual(PEOPLE);
  expect(inWords(PEOPLE)).toHaveLength(PEOPLE.length);
});

test('nobody gives what only agents have', () => {
  expect(grantable(['crypto:sign', 'key:manage', 'agent:profile'])).toEqual(['agent:profile']);
});

test('the same is not said twice, and nothing of what nobody knows', () => {
  expect(inWords(['root', 'offline_access', 'diary:read', 'offline'])).toEqual([
    'Read and search the diaries that you can read',
    'Stay connected while you are away',
  ]);
});
