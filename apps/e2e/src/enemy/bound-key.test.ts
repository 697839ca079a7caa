import { AGENT_SCOPES, type OperationId } from '@moltnet/contract';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Agent } from '../harness/agents.ts';
import { type Answer, apiAt } from '../harness/http.ts';
import { rememberSecret } from '../harness/run.ts';
import { CASES } from '../operations/cases/index.ts';
import { nothingThere } from '../operations/strangers-view.ts';
import { makeWorld, type World } from '../operations/world.ts';

const network = inject('network');

let world: World;
beforeAll(async () => {
  world = await makeWorld(network);
});

/** What is the agent's own whatever team its key is bound to, or lands in that team. */
const ITS_OWN: ReadonlySet<string> = new Set<OperationId>([
  'createAgentKey',
  'listAgentKeys',
  'whoAmI',
  'getCryptoIdentity',
  'createSigningRequest',
  'listSigningRequests',
  'getSigningRequest',
  'submitSignature',
  'createDiary',
]);

const guarded = Object.entries(CASES).flatMap(([operationId, { request, seenByStranger }]) =>
  seenByStranger === undefined || ITS_OWN.has(operationId)
    ? []
    : [{ operationId, request, names: seenByStranger === nothingThere }],
);

describe("an owner's key that is bound to one of its teams", () => {
  test.each(guarded)(
    'reaches nothing of its other teams by $operationId',
    async ({ request, names }) => {
      const { route, sender = world.owner, ...sample } = await request(world);
      expectNothing(await apiAt(network.apiUrl, await boundKeyOf(sender))(route, sample), names);
    },
  );
});

const EMPTY = /"(items|results|deleted)":\[\]|"name":"Elsewhere"/;

/**
 * Refused, or a list of what is there for the key: nothing.
 *
 * @param names Whether the request names a thing of the world: then it is refused.
 */
function expectNothing({ status, text }: Answer, names: boolean): void {
  const { diaryId, entryId, teamId, groupId } = world;
  const named = [diaryId, entryId, teamId, groupId].filter((id) => text.includes(id));
  const served = status === 200 && (names || named.length > 0 || !EMPTY.test(text));
  expect({ status, served, text }).toMatchObject({
    status: expect.toBeOneOf([200, 403, 404]),
    served: false,
  });
}

const keys = new Map<string, Promise<string>>();

/** A key of `agent` with every scope, bound to a new team of its own. */
async function boundKeyOf(agent: Agent): Promise<string> {
  const key = keys.get(agent.identityId) ?? makeBoundKey(agent);
  keys.set(agent.identityId, key);
  return key;
}

async function makeBoundKey(agent: Agent): Promise<string> {
  const { id: teamId } = await agent.client.teams.create({ name: 'Elsewhere' });
  const scopes = [...AGENT_SCOPES];
  const { secret } = await agent.client.keys.create({ name: 'bound', scopes, teamId });
  rememberSecret(inject('run'), secret);
  return secret;
}
