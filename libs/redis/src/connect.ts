import { Circuit } from '@moltnet/auth';
import { metrics } from '@opentelemetry/api';
import type { createClient } from '@redis/client';
import { OutageLog, type OutageLogger } from './outage-log.ts';
import { RedisUnavailableError } from './unavailable-error.ts';
import { within } from './within.ts';

export type RedisClient = ReturnType<typeof createClient>;

export interface RedisOptions {
  /** `redis://` or `rediss://`, with user and password where there are. Never logged. */
  readonly url: string;
  readonly logger: OutageLogger;
  /** Longest that one command is waited for, in milliseconds. */
  readonly commandMs: number;
}

/** A Redis that may be gone at any time without a request noticing more than some milliseconds. */
export interface Redis {
  /** @throws RedisUnavailableError within `commandMs`; at once while the circuit is open. */
  run<T>(command: (client: RedisClient) => Promise<T>): Promise<T>;
  /** Hears a channel, through every reconnection. What is said while there is no connection is lost. */
  subscribe(channel: string, hear: (message: string) => void): void;
  close(): void;
}

const CONNECT_MS = 1_000;
const CIRCUIT = { threshold: 3, openMs: 1_000 };
/** Commands that wait for an answer; one more is refused at once. */
const MAX_WAITING = 1_000;
/** A connection that has answered nothing for so long is given up: a machine that vanished says no goodbye. */
const SILENT_MS = 3_000;

/**
 * Connects, and keeps connecting for as long as it takes. Returns when there is a connection or
 * after a second: a process starts without Redis as well.
 */
export async function connectRedis(options: RedisOptions): Promise<Redis> {
  const { url, logger, commandMs } = options;
  // 30 MB of code, which a process without REDIS_URL does without.
  const { createClient: create } = await import('@redis/client');
  const circuit = new Circuit(CIRCUIT);
  const outage = new OutageLog(logger);
  const failures = metrics.getMeter('moltnet').createCounter('moltnet.redis.failures', {
    description: 'Commands that Redis did not answer.',
  });
  const channels = new Map<string, (message: string) => void>();
  let silentSince: number | undefined;
  let closed = false;
  let client = open();

  function open(): RedisClient {
    const opened: RedisClient = create({
      url,
      disableOfflineQueue: true,
      commandsQueueMaxLength: MAX_WAITING,
      disableClientInfo: true,
      maintNotifications: 'disabled',
      socket: {
        connectTimeout: CONNECT_MS,
        reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 1_000) + Math.random() * 50,
      },
    });
    // Each command says so itself; without a listener the process would end.
    opened.on('error', () => undefined);
    opened.on('ready', () => {
      for (const [channel, hear] of channels) listen(opened, channel, hear);
    });
    return opened;
  }

  function failed(reason: string): void {
    circuit.failed();
    outage.failed(reason);
    failures.add(1, { reason });
    if (reason !== 'timeout') return;
    const now = Date.now();
    silentSince ??= now;
    if (now - silentSince < SILENT_MS) return;
    silentSince = undefined;
    client.destroy();
    client = open();
    client.connect().catch(() => undefined);
  }

  const connected = client.connect();
  await within(connected, CONNECT_MS).catch((error: unknown) => outage.failed(reasonOf(error)));
  connected.catch(() => undefined);

  return {
    async run(command) {
      if (!circuit.admits()) throw new RedisUnavailableError('circuit open');
      try {
        const answer = await within(command(client), commandMs);
        circuit.succeeded();
        outage.succeeded();
        silentSince = undefined;
        return answer;
      } catch (error) {
        const reason = reasonOf(error);
        if (!closed) failed(reason);
        throw new RedisUnavailableError(reason);
      }
    },
    subscribe(channel, hear) {
      channels.set(channel, hear);
      if (client.isReady) listen(client, channel, hear);
    },
    close() {
      closed = true;
      client.destroy();
    },
  };
}

function listen(client: RedisClient, channel: string, hear: (message: string) => void): void {
  // The client subscribes again by itself after a reconnection, and knows a listener twice as once.
  client.subscribe(channel, hear).catch(() => undefined);
}

function reasonOf(error: unknown): string {
  if (error instanceof RedisUnavailableError) return error.reason;
  const { code, name } = error as NodeJS.ErrnoException;
  return code ?? name ?? 'no answer';
}
