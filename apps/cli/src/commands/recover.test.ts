import { verify } from '@moltnet/crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agent, bodyOf, signIn } from '../../test/agent.ts';
import { network, type Network } from '../../test/network.ts';
import { ProfileStore } from '../config/profile-store.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
  await signIn(net);
});
afterEach(() => net.close());

test('recover signs the challenge, keeps the new secret and shows it to nobody', async () => {
  net.routes['POST /recovery/challenge'] = () => ({ body: { challenge: 'c', hmac: 'h' } });
  net.routes['POST /recovery/verify'] = () => ({
    body: {
      recoveryCode: '123456',
      recoveryFlowUrl: 'http://x',
      credential: { type: 'oauth2', clientId: 'client-1', clientSecret: 'secret-2' },
    },
  });
  const { exitCode, stdout, stderr } = await net.moltnet(['recover']);
  expect([exitCode, stdout]).toEqual([0, 'Recovered\n  client  client-1\n']);
  expect(stdout + stderr).not.toContain('secret-2');
  const { signature, ...sent } = bodyOf(net.seen.at(-1));
  expect(sent).toEqual({ challenge: 'c', hmac: 'h', publicKey: agent.publicKey });
  expect(verify(Buffer.from('c'), String(signature), agent.publicKey)).toBe(true);
  const { apiUrl: _, ...kept } = (await new ProfileStore(net.configDir).read()) ?? {};
  expect(kept).toEqual({ ...agent, clientSecret: 'secret-2' });
});
