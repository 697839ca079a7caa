import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Logger } from '@moltnet/observability';
import { type CallOptions, type MoltNetClient, MoltNetProblem } from '@moltnet/sdk';
import type { Caller } from '../auth/caller.ts';
import { failureText, isUnforeseen } from './failure.ts';
import type { Tool } from './tool.ts';

/** Who calls, until when. */
interface Call {
  readonly caller: Caller;
  /** Aborts when the client goes or cancels. */
  readonly signal: AbortSignal;
}

/** One `tools/call`, whichever transport brought it. */
export interface ToolCall extends Call {
  readonly tool: Tool;
  readonly args: unknown;
}

/** One `resources/read`. */
export interface ResourceRead extends Call {
  readonly uri: string;
  readonly read: (client: MoltNetClient, options: CallOptions) => Promise<object>;
}

/** What came of a call: what the REST API answered, or why it did not. */
type Outcome = { readonly result: object } | { readonly failure: string; readonly error?: unknown };

export interface ToolCaller {
  /** Every failure is an answer. */
  call(call: ToolCall): Promise<CallToolResult>;
  /** What a resource holds, or why it cannot be read. */
  read(read: ResourceRead): Promise<Outcome>;
}

export interface ToolCallerOptions {
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
  let running = 0;

  async function run(
    name: object,
    { caller, signal }: Call,
    work: ResourceRead['read'],
  ): Promise<Outcome> {
    const started = performance.now();
    const { requestId } = caller.extra;
    const ends = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
    const line = () => ({
      requestId,
      ...name,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
    });
    try {
      const result = await work(options.openClient(caller), { signal: ends });
      options.logger.info(line(), 'tool called');
      return { result };
    } catch (error) {
      if (caller.extra.minted && error instanceof MoltNetProblem && error.status === 401)
        options.onRefused(caller.token);
      if (signal.aborted) options.logger.info(line(), 'tool call abandoned by the client');
      else if (isUnforeseen(error)) options.logger.error({ ...line(), err: error }, 'tool failed');
      else options.logger.info({ ...line(), reason: (error as Error).message }, 'tool refused');
      return { failure: failureText(error, requestId), error };
    }
  }

  async function admitted(...call: Parameters<typeof run>): Promise<Outcome> {
    if (running >= options.maxConcurrent)
      return { failure: 'Service unavailable: too many calls at once. Try again in a moment.' };
    running += 1;
    try {
      return await run(...call);
    } finally {
      running -= 1;
    }
  }

  return {
    async call(call) {
      const { tool, args } = call;
      const outcome = await admitted({ tool: tool.name }, call, (client, ends) =>
        tool.call(client, args, ends),
      );
      if ('failure' in outcome) return failure(outcome.failure);
      return {
        content: [{ type: 'text', text: JSON.stringify(outcome.result) }],
        structuredContent: { ...outcome.result },
      };
    },
    read: (read) => admitted({ resource: read.uri }, read, read.read),
  };
}

function failure(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}
