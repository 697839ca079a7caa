import type { Relation } from '@moltnet/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, entry, signIn } from '../../../test/agent.ts';
import { network, type Network } from '../../../test/network.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
  await signIn(net);
});
afterEach(() => net.close());

const targetId = '019a0000-0000-7000-8000-0000000000e2';
const time = '2026-11-20T09:00:00.123456Z';
const relation: Relation = {
  id: '019a0000-0000-7000-8000-0000000000a1',
  sourceId: entry.id,
  targetId,
  relation: 'supersedes',
  status: 'proposed',
  sourceCidSnapshot: 'b1',
  targetCidSnapshot: 'b2',
  workflowId: null,
  confidence: null,
  similarity: null,
  proposedBy: entry.creator.identityId,
  decidedBy: null,
  createdAt: time,
  updatedAt: time,
};
const shown = (status: string) =>
  `${entry.id} supersedes ${targetId}\n  ${relation.id}  ${status}\n`;
const path = `/entries/${entry.id}/relations`;

describe('relation create', () => {
  const args = ['relation', 'create', entry.id, 'supersedes', targetId];

  test('relates an entry to another', async () => {
    net.routes[`POST ${path}`] = () => ({ status: 201, body: relation });
    expect((await net.moltnet(args)).stdout).toBe(shown('proposed'));
    expect(bodyOf(net.seen.at(-1))).toEqual({ targetId, relation: 'supersedes' });
    const json = await net.moltnet([...args, '--status', 'accepted', '--json']);
    expect(JSON.parse(json.stdout)).toEqual(relation);
    expect(bodyOf(net.seen.at(-1))).toMatchObject({ status: 'accepted' });
  });

  test.each([
    [['relation', 'create', entry.id, 'replaces', targetId]],
    [['relation', 'create', entry.id, 'supersedes']],
    [[...args, '--status', 'rejected']],
  ])('as %j is not understood, and nothing is sent', async (wrong) => {
    const { exitCode, stdout } = await net.moltnet(wrong);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(net.seen).toEqual([]);
  });
});

test('relation list asks as it is told, and says how to see the next page', async () => {
  const reached = { ...relation, status: 'accepted', depth: 2, parentRelationId: null };
  net.routes[`GET ${path}`] = () => ({ body: { items: [reached], nextCursor: 'c2' } });
  const filters = ['--relation', 'supersedes', '--status', 'accepted', '--direction', 'as_target'];
  const list = ['relation', 'list', entry.id, ...filters, '--depth', '2', '--limit', '1'];
  const { stdout, stderr } = await net.moltnet(list);
  expect(stdout).toBe(shown('accepted'));
  expect(stderr).toBe('There is more: --cursor c2\n');
  expect(net.seen.at(-1)?.query).toEqual([
    ['relation', 'supersedes'],
    ['status', 'accepted'],
    ['direction', 'as_target'],
    ['depth', '2'],
    ['limit', '1'],
  ]);
});

test('relation update decides, relation delete takes it away', async () => {
  const { id } = relation;
  net.routes[`PATCH /relations/${id}`] = ({ body }) => ({
    body: { ...relation, ...JSON.parse(body) },
  });
  net.routes[`DELETE /relations/${id}`] = () => ({ status: 204 });
  expect((await net.moltnet(['relation', 'update', id, 'rejected'])).stdout).toBe(
    shown('rejected'),
  );
  expect((await net.moltnet(['relation', 'update', id, 'maybe'])).exitCode).toBe(2);
  expect((await net.moltnet(['relation', 'delete', id])).stdout).toBe(`Deleted ${id}\n`);
  const json = await net.moltnet(['relation', 'delete', id, '--json']);
  expect(JSON.parse(json.stdout)).toEqual({ deleted: true });
});
