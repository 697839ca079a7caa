import { afterAll, beforeAll, expect, test } from 'vitest';
import { join, type Joined, until } from '../../../test/calls.ts';
import { type Network, startNetwork } from '../../../test/network.ts';

let network: Network;
let url: string;
let owner: Joined;
let entryId: string;
beforeAll(async () => {
  network = await startNetwork();
  url = await network.startMachine();
  owner = await join(url);
  const { id } = await owner.client.diaries.create({ name: 'Private' });
  entryId = (await owner.client.entries.create(id, { content: 'worth showing' })).id;
});
afterAll(() => network?.stop());

test('a link is for anyone who has it, and nothing on the way keeps it', async () => {
  const { token = '' } = await owner.client.entries.shares.create(entryId, { expiresInHours: 1 });
  const answer = await fetch(`${url}/shares/${token}`);
  expect(await answer.json()).toMatchObject({ id: entryId, content: 'worth showing' });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
  });
  const stray = await fetch(`${url}/share/${token}?again=${token}`, { method: 'DELETE' });
  expect(stray.status).toBe(404);
  for (const path of ['/shares/', '/share/']) {
    const line = `${path}mlt_share_[redacted]"`;
    await until(async () => network.log().includes(line), true, 5_000);
  }
  expect(network.log()).not.toContain(token);
});

test('a link that is over and one that never was look the same, but for their address', async () => {
  const { shares } = owner.client.entries;
  const { id, token = '' } = await shares.create(entryId, { expiresInHours: 1 });
  await shares.revoke(entryId, id);
  expect(await seen(token)).toMatchObject({ problem: { status: 404 }, cache: 'no-store' });
  expect(await seen('x')).toEqual(await seen(token));
});

async function seen(token: string) {
  const answer = await fetch(`${url}/shares/${token}`);
  const {
    instance: _,
    requestId: __,
    ...problem
  } = (await answer.json()) as Record<string, string>;
  return { problem, cache: answer.headers.get('cache-control') };
}
