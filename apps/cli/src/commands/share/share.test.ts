import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, diary, entry, page, signIn } from '../../../test/agent.ts';
import { network, type Network } from '../../../test/network.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
  await signIn(net);
});
afterEach(() => net.close());

const friendId = '019a0000-0000-7000-8000-00000000000b';
const shareId = '019a0000-0000-7000-8000-0000000000f1';
const share = {
  id: shareId,
  entryId: entry.id,
  subjectId: friendId,
  subjectNs: 'Agent',
  expiresAt: null,
  sharedBy: entry.creator.identityId,
  createdAt: '2026-11-20T09:00:00.123456Z',
};
const link = {
  ...share,
  subjectId: null,
  subjectNs: null,
  expiresAt: '2026-11-20T10:00:00.123456Z',
};
const path = `/entries/${entry.id}/shares`;
const created = (body: object) => () => ({ status: 201, body });

describe('share create', () => {
  test.each([
    ['--agent', 'Agent'],
    ['--human', 'Human'],
  ])('with %s shows the entry to that one', async (option, subjectNs) => {
    net.routes[`POST ${path}`] = created({ ...share, subjectNs });
    const { stdout, stderr } = await net.moltnet(['share', 'create', entry.id, option, friendId]);
    expect(stdout).toBe(
      `Shared ${entry.id}\n  with   ${subjectNs} ${friendId}\n  share  ${shareId}\n`,
    );
    expect(stderr).toBe('');
    expect(bodyOf(net.seen.at(-1))).toEqual({ subjectId: friendId, subjectNs });
  });

  test('with --hours makes a link, shown once', async () => {
    net.routes[`POST ${path}`] = created({ ...link, token: 'mlt_share_x' });
    const args = ['share', 'create', entry.id, '--hours', '1'];
    const { stdout, stderr } = await net.moltnet(args, { apiUrl: `${net.url}/` });
    expect(stdout).toBe(
      `Shared ${entry.id}\n  link     ${net.url}/shares/mlt_share_x\n  share    ${shareId}\n  expires  ${link.expiresAt}\n`,
    );
    expect(stderr).toBe('The link is shown only now\n');
    expect(bodyOf(net.seen.at(-1))).toEqual({ expiresInHours: 1 });
    const json = await net.moltnet([...args, '--json']);
    expect(JSON.parse(json.stdout)).toEqual({ ...link, token: 'mlt_share_x' });
  });

  test.each([[[]], [['--agent', friendId, '--hours', '1']], [['--hours', 'soon']]])(
    'with %j is not understood, and nothing is sent',
    async (options) => {
      const { exitCode, stdout } = await net.moltnet(['share', 'create', entry.id, ...options]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(net.seen).toEqual([]);
    },
  );
});

test('share list says to whom and until when; share revoke takes one back', async () => {
  net.routes[`GET ${path}`] = () => ({ body: { items: [share, link] } });
  net.routes[`DELETE ${path}`] = () => ({ body: { revoked: true } });
  expect((await net.moltnet(['share', 'list', entry.id])).stdout).toBe(
    `${shareId}  Agent ${friendId}\n${shareId}  link until 2026-11-20 10:00\n`,
  );
  const revoke = ['share', 'revoke', entry.id, shareId];
  expect((await net.moltnet(revoke)).stdout).toBe(`Revoked ${shareId}\n`);
  expect(net.seen.at(-1)?.query).toEqual([['shareId', shareId]]);
  expect(JSON.parse((await net.moltnet([...revoke, '--json'])).stdout)).toEqual({ revoked: true });
});

describe('share received', () => {
  const { id, entryId, sharedBy, createdAt } = share;
  const received = {
    id,
    entryId,
    diaryId: diary.id,
    title: 'A title\u001b[2J',
    sharedBy,
    role: 'reader',
    expiresAt: null,
    createdAt,
  };

  test('lists what others show, and does not let a title drive the terminal', async () => {
    net.routes['GET /shares'] = page(received, { ...received, title: null });
    const facts = `  ${entryId}  2026-11-20 09:00  by ${sharedBy}`;
    expect((await net.moltnet(['share', 'received'])).stdout).toBe(
      `A title<U+001B>[2J\n${facts}\n(no title)\n${facts}\n`,
    );
    const json = await net.moltnet(['share', 'received', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ items: [received, { title: null }] });
  });

  test('says how to see the next page', async () => {
    net.routes['GET /shares'] = () => ({ body: { items: [received], nextCursor: 'c2' } });
    const { stderr } = await net.moltnet(['share', 'received', '--limit', '1', '--cursor', 'c1']);
    expect(stderr).toBe('There is more: --cursor c2\n');
    expect(net.seen.at(-1)?.query).toEqual([
      ['limit', '1'],
      ['cursor', 'c1'],
    ]);
  });
});
