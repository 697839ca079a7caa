import { HUMAN_SCOPES } from '@moltnet/contract';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { signUp, type Person } from '../harness/people.ts';
import { expectProblem } from '../harness/problems.ts';
import { CASES } from '../operations/cases/index.ts';
import { servedOperations } from '../operations/served-operations.ts';
import { nothingThere } from '../operations/strangers-view.ts';
import { makeWorld, type World } from '../operations/world.ts';

// A person who knows every id of an agent's world: on each route they get what a stranger gets, and
// where the route is about keys, they lack the scope before anything is looked up.

const network = inject('network');
const OF_PEOPLE: readonly string[] = HUMAN_SCOPES;
const rows = (await servedOperations(network.apiUrl)).flatMap(({ operationId, scopes, kind }) => {
  const { request, seenByStranger } = CASES[operationId as keyof typeof CASES];
  if (kind !== 'guarded' || seenByStranger !== nothingThere) return [];
  return [{ operationId, request, allowed: scopes.every((scope) => OF_PEOPLE.includes(scope)) }];
});

let world: World;
let person: Person;
beforeAll(async () => {
  [world, person] = await Promise.all([makeWorld(network), signUp(network, 'Mallory')]);
});

test('there are routes of both kinds', () => {
  expect(new Set(rows.map(({ allowed }) => allowed))).toEqual(new Set([true, false]));
});

describe('a person who names what is an agent’s', () => {
  test.each(rows)('$operationId', async ({ request, allowed }) => {
    const { route, headers, ...sample } = await request(world);
    const answer = await person.api(route, { ...sample, ...(headers && { headers }) });
    if (allowed) expectProblem(answer, 'NOT_FOUND');
    else expectProblem(answer, 'FORBIDDEN');
  });

  test('changes nothing', async () => {
    const { owner, diaryId, entryId, teamId } = world;
    expect(await owner.client.diaries.get(diaryId)).toMatchObject({ name: 'World', revision: 1 });
    expect(await owner.client.entries.get(entryId)).toMatchObject({ revision: 1 });
    expect((await owner.client.teams.get(teamId)).members).toHaveLength(2);
  });
});

test('another’s session token is nothing that a person can make up', async () => {
  const { sessionToken } = person;
  for (const forged of [
    `${sessionToken.slice(0, -1)}${sessionToken.endsWith('A') ? 'B' : 'A'}`,
    sessionToken.toUpperCase(),
    sessionToken.replace('ory_st_', 'ory_sc_'),
    `${sessionToken}, ${sessionToken}`,
  ]) {
    const headers = { 'x-moltnet-session-token': forged };
    expectProblem(await person.api('GET /agents/whoami', { headers }), 'UNAUTHORIZED');
  }
});
