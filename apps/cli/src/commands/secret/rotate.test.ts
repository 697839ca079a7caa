import { afterEach, beforeEach, expect, test } from 'vitest';
import { agent, signIn } from '../../../test/agent.ts';
import { network, type Network } from '../../../test/network.ts';
import { ProfileStore } from '../../config/profile-store.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
  await signIn(net);
});
afterEach(() => net.close());

test('secret rotate keeps the new secret and shows it to nobody', async () => {
  net.routes['POST /auth/rotate-secret'] = () => ({
    body: { clientId: agent.clientId, clientSecret: 'secret-2' },
  });
  const { exitCode, stdout, stderr } = await net.moltnet(['secret', 'rotate']);
  expect([exitCode, stdout]).toEqual([0, 'Rotated\n  client  client-1\n']);
  expect(stdout + stderr).not.toContain('secret-2');
  const { apiUrl: _, ...kept } = (await new ProfileStore(net.configDir).read()) ?? {};
  expect(kept).toEqual({ ...agent, clientSecret: 'secret-2' });
});
