import type { Config } from './config.ts';

/** Paths of the MCP server under which a client may have been given it. */
const MCP_PATHS = ['', '/mcp', '/sse'];
/** On one machine a person types either, and RFC 8707 takes the words of the client. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whom a token may be for: this API, and the MCP server, whose tools call it with the token that the
 * server was sent.
 */
export function audiencesOf({
  apiBaseUrl,
  mcpBaseUrl,
}: Pick<Config, 'apiBaseUrl' | 'mcpBaseUrl'>): string[] {
  const servers = mcpBaseUrl === undefined ? [] : MCP_PATHS.map((path) => `${mcpBaseUrl}${path}`);
  return [apiBaseUrl, ...servers].flatMap(namesOf);
}

function namesOf(url: string): string[] {
  const { hostname } = new URL(url);
  return LOOPBACK.includes(hostname)
    ? LOOPBACK.map((name) => url.replace(`//${hostname}`, `//${name}`))
    : [url];
}
