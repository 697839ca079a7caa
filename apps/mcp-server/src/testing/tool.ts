import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Tool } from '../tools/tool.ts';
import { openClient } from '../upstream/open-client.ts';
import { startUpstream, type Upstream } from './upstream.ts';

/** A tool with the upstream that it calls; set up before the tests of a file, torn down after. */
export function toolBench(tool: Tool) {
  let upstream: Upstream;
  beforeAll(async () => {
    upstream = await startUpstream();
  });
  beforeEach(() => {
    upstream.received.length = 0;
    upstream.override = undefined;
  });
  afterAll(() => upstream.close());

  return {
    upstream: () => upstream,
    /** Calls the tool as a client of the protocol would; rejects where it fails. */
    call: (args?: unknown) =>
      tool.call(
        openClient(
          { apiUrl: upstream.url, timeoutMs: 5_000, forwardingKey: undefined },
          { token: 'token', requestId: 'r', address: '127.0.0.1' },
        ),
        args,
        {},
      ),
    /** What the REST API was asked, without headers. */
    asked: () =>
      upstream.received.map(({ operation, params, query, body }) => ({
        operation,
        params,
        query,
        body,
      })),
  };
}
