import { OPERATIONS, type OperationId } from '@moltnet/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { apiAt } from '../harness/http.ts';
import { CASES } from './cases/index.ts';
import { servedOperations } from './served-operations.ts';
import { makeWorld, type World } from './world.ts';

const network = inject('network');
const served = await servedOperations(network.apiUrl);

let world: World;
beforeAll(async () => {
  world = await makeWorld(network);
});

test('the running server describes every operation of the contract, and no other', () => {
  expect(served.map(({ operationId }) => operationId).sort()).toEqual(
    Object.keys(OPERATIONS).sort(),
  );
});

describe('an operation answers as the OpenAPI document says', () => {
  // Formats are checked where a test is about them; here it is the shape.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });

  test.each(served.map((operation) => [operation.operationId, operation] as const))(
    '%s',
    async (operationId, operation) => {
      const {
        route,
        sender = world.owner,
        ...request
      } = await CASES[operationId as OperationId].request(world);
      const token = operation.kind === 'guarded' ? sender.token : undefined;
      const answer = await apiAt(network.apiUrl, token)(route, request);

      const [status = '', { content = {} } = {}] = Object.entries(operation.responses)[0] ?? [];
      expect({ status: String(answer.status), text: answer.text }).toMatchObject({ status });
      const [mediaType = '', media] = Object.entries(content)[0] ?? [];
      expect(answer.headers.get('content-type')?.split(';')[0]).toBe(mediaType || undefined);
      const body = mediaType === 'application/json' ? answer.body : answer.text;
      const fits = ajv.validate(media?.schema ?? answer.text === '', body);
      expect({ fits, errors: ajv.errors }).toEqual({ fits: true, errors: null });
      expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/);
    },
  );
});

test('the reference for people is at /docs, and / leads there', async () => {
  const docs = await apiAt(network.apiUrl)('GET /docs');
  const page = docs.status === 200 ? docs : await apiAt(network.apiUrl)('GET /docs/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  const root = await apiAt(network.apiUrl)('GET /');
  expect([root.status, root.headers.get('location')]).toEqual([302, '/docs']);
});
