import { expect, test } from 'vitest';
import { audiencesOf } from './audiences.ts';

test('a token may be for the API, and for the MCP server by each of its paths', () => {
  const hosted = { apiBaseUrl: 'https://api.example', mcpBaseUrl: 'https://mcp.example' };
  expect(audiencesOf(hosted)).toEqual([
    'https://api.example',
    'https://mcp.example',
    'https://mcp.example/mcp',
    'https://mcp.example/sse',
  ]);
});

test('on loopback each name of the machine is the same server', () => {
  const audiences = audiencesOf({
    apiBaseUrl: 'http://127.0.0.1:8080',
    mcpBaseUrl: 'http://localhost:8001',
  });
  expect(audiences).toHaveLength(12);
  expect(audiences).toContain('http://127.0.0.1:8001/mcp');
  expect(audiences).toContain('http://localhost:8001/mcp');
  expect(audiences).toContain('http://[::1]:8080');
});

test('without an MCP server tokens are for the API alone', () => {
  const own = { apiBaseUrl: 'https://api.example', mcpBaseUrl: undefined };
  expect(audiencesOf(own)).toEqual(['https://api.example']);
});
