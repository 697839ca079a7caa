import { describe, expect, test } from 'vitest';
import { inOrder, problem } from '../test/api-server.ts';
import { serve } from '../test/serve.ts';

const ID = '019abcde-0000-7000-8000-000000000001';

describe('an export', () => {
  test('comes as it is sent, however long it takes to its end', async () => {
    const { client, seen } = await serve((_request, raw) => {
      raw.writeHead(200, { 'content-type': 'application/x-ndjson' });
      raw.write('{"type":"export"}\n');
      setTimeout(() => raw.end('{"type":"end"}\n'), 400);
      return undefined;
    }, 200);
    const lines = await client.diaries.export(ID);
    expect(await new Response(lines).text()).toBe('{"type":"export"}\n{"type":"end"}\n');
    expect(seen).toMatchObject([
      { method: 'GET', path: `/diaries/${ID}/export`, headers: { authorization: 'Bearer token' } },
    ]);
  });

  test('that is cut off in the middle fails its reader', async () => {
    const { client } = await serve((_request, raw) => {
      raw.writeHead(200, { 'content-type': 'application/x-ndjson' });
      raw.write('{"type":"export"}\n', () => raw.destroy());
      return undefined;
    });
    const lines = await client.diaries.export(ID);
    await expect(new Response(lines).text()).rejects.toThrow(TypeError);
  });

  test('that is refused is a problem, one that does not begin a broken line', async () => {
    const refused = await serve(() => problem(404, 'NOT_FOUND'));
    await expect(refused.client.diaries.export(ID)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const silent = await serve(() => undefined, 50);
    await expect(silent.client.diaries.export(ID)).rejects.toMatchObject({ timedOut: true });
  });
});

describe('an import', () => {
  const report = { format: 'mem0', imported: 1 };

  test('sends lines as they are, and again where the line broke', async () => {
    const { client, seen } = await serve(
      inOrder(problem(503, 'SERVICE_UNAVAILABLE'), { body: report }),
    );
    const lines = '{"memory":"a\u2028b 🦀"}\n';
    expect(await client.diaries.import(ID, lines, { format: 'mem0' })).toEqual(report);
    const sent = {
      method: 'POST',
      path: `/diaries/${ID}/import`,
      query: [['format', 'mem0']],
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines,
    };
    expect(seen).toMatchObject([sent, sent]);
  });
});

test('a consolidation is asked for with a POST that may be repeated', async () => {
  const { client, seen } = await serve(
    inOrder(problem(503, 'SERVICE_UNAVAILABLE'), { body: { clusters: [] } }),
  );
  expect(await client.diaries.consolidate(ID, { threshold: 0.9 })).toEqual({ clusters: [] });
  expect(seen.map(({ path, body }) => [path, body])).toEqual(
    Array.from({ length: 2 }, () => [`/diaries/${ID}/consolidations`, '{"threshold":0.9}']),
  );
});
