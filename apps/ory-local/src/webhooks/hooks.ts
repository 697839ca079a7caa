import type { FlowKind } from '../self-service/flow.ts';
import type { BodyTemplate } from './body-template.ts';

/** One hook of `selfservice.flows.<flow>.after` in project.json. */
export type Hook =
  | { hook: 'session' | 'revoke_active_sessions' }
  | { hook: 'web_hook'; webHook: WebHook };

export interface WebHook {
  url: string;
  body: BodyTemplate;
  /** Before what happened is stored: the answer can refuse it. */
  interrupts: boolean;
  /** Nobody waits for the answer, and a failure is logged. */
  ignoresAnswer: boolean;
}

/** A hook as project.json has it. */
interface HookEntry {
  hook: Hook['hook'];
  config?: {
    url: string;
    method: 'POST';
    body: string;
    response?: { ignore?: boolean; parse?: boolean };
  };
}

type HookList = { hooks?: HookEntry[] };

/** `selfservice.flows` of project.json. */
export type HookFile = Partial<
  Record<FlowKind, { after?: HookList & { [method in 'password' | 'profile']?: HookList } }>
>;

/** The hooks after a flow was completed by a method. */
export type HooksOf = (kind: FlowKind, method: string) => readonly Hook[];

/** @param readBody The template that a `body` refers to. */
export async function readHooks(
  file: HookFile,
  readBody: (url: string) => Promise<BodyTemplate>,
): Promise<HooksOf> {
  const lists = new Map<string, Hook[]>();
  for (const [kind, { after = {} }] of Object.entries(file))
    for (const [method, list] of Object.entries(after)) {
      const entries = Array.isArray(list) ? list : (list.hooks ?? []);
      lists.set(
        `${kind}.${method}`,
        await Promise.all(entries.map((entry) => readHook(entry, readBody))),
      );
    }
  // As in Kratos: those of a method take the place of the general ones.
  return (kind, method) => lists.get(`${kind}.${method}`) ?? lists.get(`${kind}.hooks`) ?? [];
}

async function readHook(
  { hook, config }: HookEntry,
  readBody: (url: string) => Promise<BodyTemplate>,
): Promise<Hook> {
  if (hook !== 'web_hook') return { hook };
  if (config === undefined) throw new Error('a web_hook without config');
  return {
    hook,
    webHook: {
      url: config.url,
      body: await readBody(config.body),
      interrupts: config.response?.parse ?? false,
      ignoresAnswer: config.response?.ignore ?? false,
    },
  };
}
