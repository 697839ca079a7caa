import { describe, expect, test } from 'vitest';
import { verifyWebhook } from './index.ts';

// The example of the Standard Webhooks libraries.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"test": 2432232314}';
const HEADERS = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const SENT = 1_614_265_330_000;
const verify = (
  headers: Record<string, string> | Headers,
  body = BODY,
  secret = SECRET,
  now = SENT,
) => verifyWebhook({ headers, body }, secret, now);

test('a webhook is known by its signature', async () => {
  expect(await verify(HEADERS)).toBe(true);
  expect(await verify(new Headers(HEADERS))).toBe(true);
  const both = `v1,${'A'.repeat(43)}= v2,x ${HEADERS['webhook-signature']}`;
  expect(await verify({ ...HEADERS, 'webhook-signature': both })).toBe(true);
  expect(await verify(HEADERS, BODY, SECRET, SENT + 299_000)).toBe(true);
});

describe('it is not taken', () => {
  test.each([
    ['with another body', HEADERS, '{"test":2432232314}', SECRET, SENT],
    ['with another id', { ...HEADERS, 'webhook-id': 'msg_x' }, BODY, SECRET, SENT],
    ['with another time', { ...HEADERS, 'webhook-timestamp': '1614265331' }, BODY, SECRET, SENT],
    ['too late', HEADERS, BODY, SECRET, SENT + 301_000],
    ['too early', HEADERS, BODY, SECRET, SENT - 301_000],
    ['with another secret', HEADERS, BODY, 'whsec_AAAA', SENT],
    ['with no secret', HEADERS, BODY, 'AAAA', SENT],
    ['without a signature', { ...HEADERS, 'webhook-signature': '' }, BODY, SECRET, SENT],
    ['with half a signature', { ...HEADERS, 'webhook-signature': 'v1,g0hM' }, BODY, SECRET, SENT],
    ['without headers', {}, BODY, SECRET, SENT],
  ])('%s', async (_, headers, body, secret, now) => {
    expect(await verify(headers as Record<string, string>, body, secret, now)).toBe(false);
  });
});
