import type { AgentKey } from '@moltnet/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bodyOf, page, signIn } from '../../../test/agent.ts';
import { network, type Network } from '../../../test/network.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
  await signIn(net);
});
afterEach(() => net.close());

const key: AgentKey = {
  id: '019a0000-0000-7000-8000-0000000000c1',
  name: 'ci',
  scopes: ['diary:read'],
  teamId: null,
  issuedBy: null,
  createdAt: '2026-11-20T09:00:00.123456Z',
  expiresAt: '2999-12-20T09:00:00.123456Z',
  revokedAt: null,
};
const secret = 'mlt_ak_the-secret';
const shown = `ci\n  secret   ${secret}\n  id       ${key.id}\n  scopes   diary:read\n  expires  ${key.expiresAt}\n`;

test('key create issues one and shows its secret once', async () => {
  net.routes['POST /agent-keys'] = () => ({ status: 201, body: { key, secret } });
  const args = ['key', 'create', 'ci', '--scopes', 'diary:read, diary:write', '--days', '7'];
  const { stdout, stderr } = await net.moltnet(args);
  expect(stdout).toBe(`Issued ${shown}`);
  expect(stderr).toBe('The secret is shown only now\n');
  expect(bodyOf(net.seen.at(-1))).toEqual({
    name: 'ci',
    scopes: ['diary:read', 'diary:write'],
    ttlDays: 7,
  });
});

test('key list says what became of each', async () => {
  net.routes['GET /agent-keys'] = page(
    key,
    { ...key, name: 'old', expiresAt: '2026-01-01T00:00:00.000000Z' },
    { ...key, name: 'gone', revokedAt: '2026-11-20T10:00:00.000000Z' },
  );
  expect((await net.moltnet(['key', 'list'])).stdout).toBe(
    `${key.id}  until   2999-12-20  ci\n${key.id}  expired 2026-01-01  old\n${key.id}  revoked 2026-11-20  gone\n`,
  );
});

test('key rotate and key revoke', async () => {
  net.routes[`POST /agent-keys/${key.id}/rotate`] = () => ({ body: { key, secret } });
  net.routes[`POST /agent-keys/${key.id}/revoke`] = () => ({ body: key });
  expect((await net.moltnet(['key', 'rotate', key.id])).stdout).toBe(`Rotated ${shown}`);
  expect((await net.moltnet(['key', 'revoke', key.id])).stdout).toBe('Revoked ci\n');
});
