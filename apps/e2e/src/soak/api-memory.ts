import { until } from '../harness/until.ts';

/** What a process has after its garbage was collected. Megabytes. */
export interface Memory {
  /** Seconds since the watch began. */
  readonly at: number;
  readonly heap: number;
  readonly rss: number;
}

/**
 * Reads the memory of a Node process through its inspector, which is opened by a signal and on the port
 * that `--inspect-port` names: nothing of the process itself is changed for it.
 */
export class ApiMemory {
  readonly samples: Memory[] = [];
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (result: { value?: unknown }) => void>();
  readonly #begun = performance.now();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as {
        id?: number;
        result?: { result?: { value?: unknown } };
      };
      if (id !== undefined) this.#answers.get(id)?.(result?.result ?? {});
    });
  }

  static async of(pid: number, port: number): Promise<ApiMemory> {
    process.kill(pid, 'SIGUSR1');
    const url = await until('the inspector listens', async () => {
      const response = await fetch(`http://127.0.0.1:${port}/json/list`);
      const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
      return target?.webSocketDebuggerUrl;
    });
    const socket = new WebSocket(url);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('the inspector does not answer')));
    await promise;
    return new ApiMemory(socket);
  }

  /** Collects garbage, then reads. */
  async sample(): Promise<Memory> {
    await this.#call('HeapProfiler.collectGarbage');
    const { value } = await this.#call('Runtime.evaluate', {
      expression: 'process.memoryUsage()',
      returnByValue: true,
    });
    const { heapUsed, rss } = value as { heapUsed: number; rss: number };
    const at = (performance.now() - this.#begun) / 1000;
    const sample = { at, heap: heapUsed / 1e6, rss: rss / 1e6 };
    this.samples.push(sample);
    return sample;
  }

  close(): void {
    this.#socket.close();
  }

  #call(method: string, params: object = {}): Promise<{ value?: unknown }> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#answers.set(id, (result) => {
        this.#answers.delete(id);
        resolve(result);
      });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
