/** What `send` sends besides its defaults. */
export interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A JSON-RPC request of the 2025 era as a body. */
export function rpc(method: string, params: object = {}, id: number | string = 1): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

/** A raw request to a protocol route, as a client without an SDK would make it. */
export async function post(url: string, { method = 'POST', headers, body }: Sent) {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

/** The JSON of a body, or of the last event of an event stream. */
function parsed(text: string): unknown {
  const data = text.startsWith('event:') || text.startsWith('data:');
  const json = data ? text.split('\n').findLast((line) => line.startsWith('data:')) : text;
  try {
    return JSON.parse(json?.replace(/^data:/, '') ?? '');
  } catch {
    return undefined;
  }
}
