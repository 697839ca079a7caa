import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { CallOptions, MoltNetClient } from '@moltnet/sdk';
import { type Static, type TObject, type TProperties, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import {
  camelArguments,
  listedSchema,
  type ObjectSchema,
  snakeSchema,
  withoutNulls,
} from './arguments.ts';
import { InvalidArguments } from './invalid-arguments.ts';

/** A tool as its file writes it. */
export interface ToolDefinition<Input extends TProperties> {
  readonly name: string;
  readonly title: string;
  /** When to use it, first; then what it takes and gives. Read by models, so every word counts. */
  readonly description: string;
  readonly annotations: ToolAnnotations;
  /** Fields as the contract has them, camelCase; callers write and see them in snake_case. */
  readonly input: Input;
  /** What a model must know of a field beyond its name and bounds. */
  readonly hints?: { readonly [Field in keyof Input]?: string };
  /** One call of the REST API; what it resolves to is what the model reads. */
  readonly run: (
    client: MoltNetClient,
    input: Static<TObject<Input>>,
    options: CallOptions,
  ) => Promise<object>;
}

/** What a model is told of a call that has nothing else to tell. */
export const DONE = { success: true } as const;

/** A tool as `tools/list` shows it. */
export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  readonly annotations: ToolAnnotations;
}

/** A tool that is ready to be listed and called. */
export interface Tool {
  readonly name: string;
  readonly listed: ListedTool;
  /** @throws InvalidArguments, MoltNetProblem, MoltNetConnectionError */
  call(client: MoltNetClient, args: unknown, options: CallOptions): Promise<object>;
}

/** Makes a tool of its definition: derives the argument schema and compiles its validator. */
export function defineTool<Input extends TProperties>(definition: ToolDefinition<Input>): Tool {
  const { name, title, description, annotations, hints = {}, run } = definition;
  const input = Type.Object(definition.input, { additionalProperties: false });
  const schema = snakeSchema(input);
  const validator = Compile(schema);
  return {
    name,
    listed: { name, title, description, inputSchema: listedSchema(schema, hints), annotations },
    async call(client, args, options) {
      const given = withoutNulls(args ?? {});
      if (!validator.Check(given)) throw new InvalidArguments(validator.Errors(given));
      return run(client, camelArguments(input, given) as Static<TObject<Input>>, options);
    },
  };
}
