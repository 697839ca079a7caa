import { expect, test } from 'vitest';
import * as samples from '../testing/samples.ts';
import { send } from '../testing/upstream.ts';
import { toolBench } from '../testing/tool.ts';
import { submitSignature } from './submit-signature.ts';

const bench = toolBench(submitSignature);
const args = { request_id: samples.REQUEST_ID, signature: samples.SIGNATURE };

test('completes the request', async () => {
  expect(await bench.call(args)).toEqual(samples.completedRequest);
  expect(bench.asked()).toMatchObject([
    {
      operation: 'submitSignature',
      params: { id: samples.REQUEST_ID },
      body: { signature: samples.SIGNATURE },
    },
  ]);
});

test('is sent once, even where the line breaks: it could have been taken', async () => {
  bench.upstream().override = (_received, response) => {
    response.destroy();
    return 'handled';
  };
  await expect(bench.call(args)).rejects.toMatchObject({ name: 'MoltNetConnectionError' });
  expect(bench.asked()).toHaveLength(1);
});

test('passes the refusal of a wrong signature on', async () => {
  bench.upstream().override = (_received, response) => {
    send(response, 400, {
      title: 'Invalid signature',
      status: 400,
      code: 'INVALID_SIGNATURE',
      detail: 'The signature does not verify.',
    });
    return 'handled';
  };
  await expect(bench.call(args)).rejects.toMatchObject({ code: 'INVALID_SIGNATURE' });
});

test.each(['hex', 'A'.repeat(87)])(
  'refuses a signature that is no base64 of 64 bytes: %s',
  async (signature) => {
    await expect(bench.call({ ...args, signature })).rejects.toMatchObject({
      errors: [{ field: 'signature', message: 'is not written as its description says' }],
    });
  },
);
