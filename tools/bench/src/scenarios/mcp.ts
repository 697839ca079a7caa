import type { Bench } from '../bench.ts';
import { compare } from '../measure/measure.ts';
import { createApiLoad } from '../network/api-load.ts';

const WARM_UP = 50;
/** What a tool call may take longer than the REST call beneath it, in milliseconds. */
const MOST = 5;

/** One tool call after the other, beside the same call of the REST API: what the MCP server adds. */
export async function benchMcp(bench: Bench): Promise<void> {
  const { options, network, agent, api, corpus, add, addFigure, say } = bench;
  say('calling a tool over MCP');
  const { title, content } = corpus.entry(0);
  const path = `/diaries/${agent.scratchDiaryId}/entries`;
  const created = await api.send('POST', path, 201, JSON.stringify({ title, content }));
  const { id } = JSON.parse(created) as { id: string };

  const mcp = createApiLoad(await network.startMcp(), agent.accessToken, 1, {
    accept: 'application/json, text/event-stream',
  });
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'entries_get', arguments: { entry_id: id } },
  });
  const call = () => mcp.send('POST', '/mcp', 200, body);
  try {
    requireContent(await call(), content);
    const load = {
      concurrency: 1,
      operations: options.operations,
      seconds: options.seconds,
      warmUp: WARM_UP,
    };
    const { measured, raw } = await compare(load, call, () =>
      api.send('GET', `/entries/${id}`, 200),
    );
    add({ scenario: 'MCP: entries_get', measured, raw: { engine: 'REST', measured: raw } });
    const more = measured.p50 - raw.p50;
    addFigure({
      name: 'a tool call over the REST call beneath it, p50',
      value: more,
      unit: 'ms',
      bar: { text: `≤ +${MOST} ms`, met: more <= MOST },
    });
  } finally {
    await mcp.close();
  }
}

/** A call that fails is fast and tells nothing. */
function requireContent(answer: string, content: string): void {
  const beginning = JSON.stringify(content.slice(0, 40)).slice(1, -1);
  if (!answer.includes(beginning)) throw new Error(`entries_get does not work: ${answer}`);
}
