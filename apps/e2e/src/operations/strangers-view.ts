import { expect } from 'vitest';
import type { Agent } from '../harness/agents.ts';
import type { Answer } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';
import type { World } from './world.ts';

/** What the request names does not exist for its sender. */
export function nothingThere(answer: Answer): void {
  expectProblem(answer, 'NOT_FOUND');
}

/** A list with nothing in it that names the owner of the world. */
export function hasNoneOfTheOwners(answer: Answer, _sender: Agent, world: World): void {
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain(world.owner.identityId);
}
