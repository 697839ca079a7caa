import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@moltnet/contract';
import {
  type ChangeRecord,
  type DisabledReason,
  type Transaction,
  type WebhookRecord,
  changeReader,
  diaryReader,
  webhookWriter,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import { changeEvent } from '../changes/change-event.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { principalOfOwner } from './owner.ts';
import { send, type SendOutcome } from './send.ts';
import { secretHash, signMessage, webhookSecret } from './signature.ts';

/** Webhooks that one process is at: each waits for its own endpoint and for no other. */
const AT_ONCE = 32;
const POLL_MS = 500;
/** What a process that died was at is anyone's after this; a turn is over well before. */
const LEASE_MS = 60_000;
const TURN_MS = 30_000;
const BATCH = 50;
/** While it cannot be told whether the owner may still read. */
const UNDECIDED_MS = 5_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Before the second attempt, the third and so on: together a good day. Then it is disabled. */
const PAUSES_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  10 * HOUR,
] as const;

export interface DispatcherLogger {
  warn(fields: object, message: string): void;
}

/**
 * Tells webhooks of changes: each one of its own diary, in order, at least once, the next only when
 * the one before was taken. A webhook is a place in the log of changes, so nothing is queued for it
 * and nothing lost while it fails.
 */
export class WebhookDispatcher {
  readonly #deps: WebhookDependencies;
  readonly #logger: DispatcherLogger;
  readonly #running = new Set<Promise<void>>();

  constructor(deps: WebhookDependencies, logger: DispatcherLogger) {
    this.#deps = deps;
    this.#logger = logger;
  }

  /** Works until `signal` aborts; requests under way are waited for. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#takeUp(signal);
      } catch (error) {
        this.#logger.warn({ err: error }, 'webhooks wait: will try again');
      }
      await sleep(POLL_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    await Promise.all(this.#running);
  }

  async #takeUp(signal: AbortSignal): Promise<void> {
    const limit = AT_ONCE - this.#running.size;
    if (limit <= 0) return;
    const claimed = await this.#write((writer) => writer.claim({ limit, leaseMs: LEASE_MS }));
    for (const webhook of claimed) {
      const turn = this.#turn(webhook, signal)
        .catch((error: unknown) => {
          // Its lease runs out, and then it is tried again.
          this.#logger.warn({ err: error, webhookId: webhook.id }, 'a webhook waits');
        })
        .finally(() => this.#running.delete(turn));
      this.#running.add(turn);
    }
  }

  async #turn(webhook: WebhookRecord, signal: AbortSignal): Promise<void> {
    const { id, diaryId, events } = webhook;
    const obstacle = await this.#obstacle(webhook);
    if (obstacle === 'undecided') {
      await this.#write((writer) => writer.retry(id, UNDECIDED_MS, false));
      return;
    }
    if (obstacle !== undefined) return this.#write((writer) => writer.disable(id, obstacle));
    const until = performance.now() + TURN_MS;
    let at = webhook.cursorSeq;
    let failures = webhook.attempts;
    let changes: ChangeRecord[];
    do {
      const page = { after: at, limit: BATCH };
      changes = await changeReader(this.#deps.db).ofDiary(diaryId, page);
      for (const change of changes) {
        if (signal.aborted || performance.now() > until) break;
        if (events.includes(change.kind)) {
          if (!(await this.#deliver(webhook, change, failures, signal))) return;
          failures = 0;
        }
        at = change.seq;
      }
    } while (changes.length === BATCH && !signal.aborted && performance.now() <= until);
    await this.#write((writer) => writer.release(id, at));
  }

  /** Why nothing may be sent, if so. */
  async #obstacle({ id, diaryId, secretHash: known, ...webhook }: WebhookRecord) {
    const { db, permissions, webhooks } = this.#deps;
    if (secretHash(webhookSecret(webhooks.key, id)) !== known) {
      return 'secret_changed' satisfies DisabledReason;
    }
    try {
      const owner = principalOfOwner(webhook);
      await permissions.require(owner, 'read', await diaryReader(db).get(diaryId));
      return undefined;
    } catch (error) {
      const refused = error instanceof Problem && error.status < 500;
      return refused ? ('access_ended' satisfies DisabledReason) : ('undecided' as const);
    }
  }

  /** @returns whether it was taken, so that the next may be sent */
  async #deliver(
    { id, url }: WebhookRecord,
    change: ChangeRecord,
    failures: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { webhooks } = this.#deps;
    const messageId = `msg_${id}_${change.seq}`;
    const sentAt = Math.floor(Date.now() / SECOND);
    const payload = { type: change.kind, timestamp: change.occurredAt, data: changeEvent(change) };
    const secret = webhookSecret(webhooks.key, id);
    const message = signMessage(secret, { id: messageId, sentAt, payload });
    const outcome = await send(url, message, webhooks, signal);
    if (!outcome.delivered && signal.aborted) {
      // We gave up, not the endpoint.
      await this.#write((writer) => writer.retry(id, 0, false));
      return false;
    }
    await this.#write(async (writer) => {
      const delivery = {
        id: uuidv7(),
        webhookId: id,
        messageId,
        eventType: change.kind,
        attempt: failures + 1,
        outcome: outcome.delivered ? ('delivered' as const) : ('failed' as const),
        responseStatus: outcome.status,
        error: outcome.error,
        durationMs: outcome.durationMs,
      };
      await writer.record(delivery, outcome.delivered ? change.seq : undefined);
      await writer.trim(id);
      if (!outcome.delivered) await this.#afterFailure(writer, id, failures, outcome);
    });
    return outcome.delivered;
  }

  async #afterFailure(
    writer: ReturnType<typeof webhookWriter>,
    id: string,
    failures: number,
    { status }: SendOutcome,
  ): Promise<void> {
    const pause = PAUSES_MS[failures];
    // Standard Webhooks: 410 says that nothing more is wanted.
    if (status === 410) await writer.disable(id, 'gone');
    else if (pause === undefined) await writer.disable(id, 'failing');
    // Spread out, so that those that failed together do not come back together.
    else await writer.retry(id, pause * (0.9 + Math.random() / 5), true);
  }

  #write<T>(work: (writer: ReturnType<typeof webhookWriter>) => Promise<T>): Promise<T> {
    return this.#deps.db.transaction((tx: Transaction) => work(webhookWriter(tx)));
  }
}
