import { expect, test } from 'vitest';
import * as samples from '../testing/samples.ts';
import { toolBench } from '../testing/tool.ts';
import { prepareSignature } from './prepare-signature.ts';

const bench = toolBench(prepareSignature);

test('gives what is needed to sign, and how', async () => {
  expect(await bench.call({ message: 'hello' })).toEqual({
    request_id: samples.REQUEST_ID,
    signing_input: 'bW9sdG5ldDp2MQ==',
    nonce: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
    status: 'pending',
    expires_at: '2026-11-20T10:05:00.000001Z',
    instructions: expect.stringMatching(/signing_input.*crypto_submit_signature.*request_id/),
  });
  expect(bench.asked()).toMatchObject([
    { operation: 'createSigningRequest', body: { message: 'hello' } },
  ]);
});

test.each([[{}], [{ message: '' }], [{ message: 'x'.repeat(100_001) }]])(
  'refuses a message that is missing, empty or too long',
  async (args) => {
    await expect(bench.call(args)).rejects.toMatchObject({ errors: [{ field: 'message' }] });
  },
);
