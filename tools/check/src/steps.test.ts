import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stages } from './steps.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const TESTS = /^(unit|e2e|soak)/;

function testStages(url: string | undefined): string[][] {
  return stages(ROOT, url)
    .map((stage) => stage.map(({ name }) => name).filter((name) => TESTS.test(name)))
    .filter((stage) => stage.length > 0);
}

describe('the stages', () => {
  it.each([undefined, ''])('are of embedded Postgres alone where no server is named', (url) => {
    expect(testStages(url)).toEqual([['unit'], ['e2e'], ['soak']]);
    for (const { env } of stages(ROOT, url).flat())
      expect(env?.['TEST_DATABASE_URL']).toBe(undefined);
  });

  it('run every kind of test on both databases, end to end side by side', () => {
    const url = 'postgres://postgres@127.0.0.1:5432/postgres';
    expect(testStages(url)).toEqual([
      ['unit'],
      ['unit-postgres'],
      ['e2e', 'e2e-postgres'],
      ['soak'],
      ['soak-postgres'],
    ]);
    const databases = stages(ROOT, url)
      .flat()
      .filter(({ name }) => TESTS.test(name))
      .map(({ name, env }) => [name, env?.['TEST_DATABASE_URL']]);
    expect(databases).toEqual([
      ['unit', undefined],
      ['unit-postgres', url],
      ['e2e', undefined],
      ['e2e-postgres', url],
      ['soak', undefined],
      ['soak-postgres', url],
    ]);
  });

  it('have every name once, for it is what a person types', () => {
    const names = stages(ROOT, 'postgres://x')
      .flat()
      .map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});
