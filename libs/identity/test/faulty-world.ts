import { testDatabase } from '@moltnet/database/testing';
import { startOry } from '@moltnet/ory-local/testing';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';
import { type Service, startService, TIMEOUT_MS } from './service.ts';

/** The identity service over an Ory whose answers can be made to fail. */
export interface FaultyWorld {
  /** Ory itself, past the proxy. */
  readonly oryUrl: string;
  readonly proxy: FaultyProxy;
  readonly service: Service;
  stop(): Promise<void>;
}

export async function startFaultyWorld(): Promise<FaultyWorld> {
  await using starting = new AsyncDisposableStack();
  const database = await testDatabase();
  starting.defer(() => database.stop());
  const ory = await startOry(database.url);
  starting.defer(() => ory.close());
  const proxy = await startFaultyProxy(ory.url, TIMEOUT_MS + 200);
  starting.defer(() => proxy.stop());
  const service = await startService(database.url, proxy.url);
  starting.defer(() => service.stop());
  const started = starting.move();
  return { oryUrl: ory.url, proxy, service, stop: () => started.disposeAsync() };
}
