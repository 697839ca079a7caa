import type { OperationId } from '@moltnet/contract';
import type { Agent } from '../harness/agents.ts';
import type { Answer, Api, Request } from '../harness/http.ts';
import type { World } from './world.ts';

/** A request that its operation answers with success, sent by the owner of the world. */
export interface Sample extends Request {
  readonly route: Parameters<Api>[0];
  /** Who sends it in the owner's place, where the request ends its sender's credentials. */
  readonly sender?: Agent;
}

/** One operation as the tests that walk all of them use it. */
export interface OperationCase {
  /** A sample; what it changes for good it makes first. */
  request(world: World): Sample | Promise<Sample>;
  /**
   * What a stranger gets who sends the owner's own request. Each operation that needs a token has
   * it: whoever adds a route decides what a stranger sees of it.
   */
  seenByStranger?(answer: Answer, sender: Agent, world: World): void;
}

/** The cases of one noun. */
export type OperationCases = { readonly [Id in OperationId]?: OperationCase };
