import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import type { Logger } from '@moltnet/observability';
import { type MoltNetClient, MoltNetProblem } from '@moltnet/sdk';
import type { Caller } from '../auth/caller.ts';
import { failureText, isUnforeseen } from './failure.ts';
import type { Tool } from './tool.ts';

/** One `tools/call`, whichever transport brought it. */
export interface ToolCall {
  readonly name: string;
  readonly args: unknown;
  readonly caller: Caller;
  /** Aborts when the client goes or cancels. */
  readonly signal: AbortSignal;
}

export interface ToolCaller {
  /** @throws ProtocolError for a tool that does not exist; every other failure is an answer. */
  call(call: ToolCall): Promise<CallToolResult>;
}

export interface ToolCallerOptions {
  readonly tools: readonly Tool[];
  readonly openClient: (caller: Caller) => MoltNetClient;
  /** Told of a token minted here that the API refused. */
  readonly onRefused: (token: string) => void;
  readonly logger: Logger;
  /** How long one call may take, in milliseconds, all its retries included. */
  readonly timeoutMs: number;
  /** Calls that run at once; further ones are turned away, not queued. */
  readonly maxConcurrent: number;
}

export function createToolCaller(options: ToolCallerOptions): ToolCaller {
  const tools = new Map(options.tools.map((tool) => [tool.name, tool]));
  let running = 0;

  async function run(tool: Tool, { args, caller, signal }: ToolCall): Promise<CallToolResult> {
    const started = performance.now();
    const { requestId } = caller.extra;
    const ends = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
    const line = () => ({
      requestId,
      tool: tool.name,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
    });
    try {
      const result = await tool.call(options.openClient(caller), args, { signal: ends });
      options.logger.info(line(), 'tool called');
      return {
        content: [{ type: 'text', text: JSON.stringify(result) }],
        structuredContent: { ...result },
      };
    } catch (error) {
      if (caller.extra.minted && error instanceof MoltNetProblem && error.status === 401)
        options.onRefused(caller.token);
      if (signal.aborted) options.logger.info(line(), 'tool call abandoned by the client');
      else if (isUnforeseen(error)) options.logger.error({ ...line(), err: error }, 'tool failed');
      else options.logger.info({ ...line(), reason: (error as Error).message }, 'tool refused');
      return failure(failureText(error, requestId));
    }
  }

  return {
    async call(call) {
      const tool = tools.get(call.name);
      if (!tool)
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${call.name}`);
      if (running >= options.maxConcurrent)
        return failure('Service unavailable: too many calls at once. Try again in a moment.');
      running += 1;
      try {
        return await run(tool, call);
      } finally {
        running -= 1;
      }
    },
  };
}

function failure(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}
