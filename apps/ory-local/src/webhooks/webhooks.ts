import type { Logger } from '@moltnet/observability';
import { OryError } from '../errors.ts';
import type { FlowKind, FlowRow } from '../self-service/flow.ts';
import { refusal } from './refusal.ts';
import { post, type HookAnswer } from './post.ts';
import type { HooksOf, WebHook } from './hooks.ts';

export interface WebhookOptions {
  hooks: HooksOf;
  /** Where the hooks of project.json are on this machine; undefined means that none are called. */
  origin: string | undefined;
  apiKey: string | undefined;
  timeoutMs: number;
  logger: Logger;
}

/** Whom a hook is about; before a registration is stored there is no id. */
export interface HookSubject {
  flow: Pick<FlowRow, 'id' | 'type'>;
  identity: { id: string | null; traits: object } & ({ schema_id: string } | { schemaId: string });
}

/** Calls the webhooks of self-service flows as Kratos does. */
export class Webhooks {
  readonly #options: WebhookOptions;
  readonly #running = new Set<Promise<void>>();

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  /**
   * What may still refuse.
   * @throws FlowFault with the messages of a hook that refuses, OryError 502 when it fails.
   */
  async before(kind: FlowKind, method: string, subject: HookSubject): Promise<void> {
    for (const webHook of this.#webHooks(kind, method))
      if (webHook.interrupts) await this.#call(webHook, subject);
  }

  /** What only hears of it. @throws OryError 502 when a hook fails whose answer counts. */
  async after(kind: FlowKind, method: string, subject: HookSubject): Promise<void> {
    for (const webHook of this.#webHooks(kind, method)) {
      if (webHook.interrupts) continue;
      if (webHook.ignoresAnswer) this.#inBackground(webHook, subject);
      else await this.#call(webHook, subject);
    }
  }

  /** Whether what was completed ends the other sessions of the identity. */
  revokesSessions(kind: FlowKind, method: string): boolean {
    return this.#options.hooks(kind, method).some(({ hook }) => hook === 'revoke_active_sessions');
  }

  /** Waits for the calls that nobody waited for; each ends within its timeout. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  #webHooks(kind: FlowKind, method: string): WebHook[] {
    if (this.#options.origin === undefined) return [];
    return this.#options
      .hooks(kind, method)
      .flatMap((hook) => (hook.hook === 'web_hook' ? [hook.webHook] : []));
  }

  #inBackground(webHook: WebHook, subject: HookSubject): void {
    const call = this.#call(webHook, subject)
      .catch(() => {})
      .finally(() => this.#running.delete(call));
    this.#running.add(call);
  }

  async #call({ url, body, interrupts }: WebHook, { flow, identity }: HookSubject): Promise<void> {
    const { origin, apiKey = '', timeoutMs, logger } = this.#options;
    const target = new URL(new URL(url).pathname, origin);
    const { id, traits } = identity;
    const schema_id = 'schema_id' in identity ? identity.schema_id : identity.schemaId;
    const payload = body({
      flow: { id: flow.id, type: flow.type },
      identity: { id: id ?? NO_ID, schema_id, traits },
    });
    let answer: HookAnswer;
    try {
      answer = await post(target, { payload, apiKey, timeoutMs });
    } catch (error) {
      logger.error({ err: error, hook: target.pathname }, 'webhook did not answer');
      throw hookFailed();
    }
    if (answer.status < 400) return;
    const refused = interrupts && answer.status < 500 ? refusal(answer.text) : undefined;
    if (refused !== undefined) throw refused;
    const { status } = answer;
    logger.error({ status, hook: target.pathname }, 'webhook answered what Kratos does not accept');
    throw hookFailed();
  }
}

/** What Kratos writes for an identity that is not stored yet. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

const hookFailed = (): OryError =>
  new OryError(502, 'A webhook that has to answer did not', 'Try again later.');
