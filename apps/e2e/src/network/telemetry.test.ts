import { createReadStream, statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { expect, inject, test } from 'vitest';
import { apiAt } from '../harness/http.ts';
import { telemetryFile } from '../harness/collector.ts';
import { until } from '../harness/until.ts';

const { apiUrl, mcpUrl, oryUrl } = inject('network');

// What they send is searched for secrets when the suite ends.
test.each([
  ['moltnet-rest-api', apiUrl, 'GET /problems'],
  ['moltnet-mcp', mcpUrl, 'GET /.well-known/oauth-protected-resource'],
  ['moltnet-ory-local', oryUrl, 'GET /.well-known/openid-configuration'],
] as const)('%s sends the traces of its requests', async (service, url, route) => {
  const file = telemetryFile(inject('run'));
  const start = statSync(file).size;
  expect((await apiAt(url)(route)).status).toBe(200);
  const path = route.split(' ')[1];
  const spans = await until(`${service} has sent a span of ${path}`, async () =>
    (await text(createReadStream(file, { start })))
      .split('\n')
      .filter((line) => line.includes('"resourceSpans"') && line.includes(`"${service}"`))
      .find((line) => line.includes(`"${path}"`)),
  );
  expect(JSON.parse(spans)).toHaveProperty('resourceSpans');
});
