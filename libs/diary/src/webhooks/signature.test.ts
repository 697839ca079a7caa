import { expect, test } from 'vitest';
import { secretHash, signMessage, webhookSecret } from './signature.ts';

test('a message is signed as Standard Webhooks says', () => {
  // Key and id of the specification's own example; the signature by OpenSSL.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  const { headers, body } = signMessage(secret, {
    id,
    sentAt: 1_614_265_330,
    payload: { test: 2432232314 },
  });
  expect(body).toBe('{"test":2432232314}');
  expect(headers).toEqual({
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,Vif40peJBP7Iyl0XGmu61n4MwdrcHov5CFREBpE0svs=',
  });
});

test('each webhook has a secret of its own, the same whenever it is needed', () => {
  const key = new Uint8Array(32).fill(7);
  const secret = webhookSecret(key, 'a');
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(webhookSecret(key, 'a')).toBe(secret);
  expect(webhookSecret(key, 'b')).not.toBe(secret);
  expect(webhookSecret(new Uint8Array(32), 'a')).not.toBe(secret);
  expect(secretHash(secret)).not.toContain(secret);
});
