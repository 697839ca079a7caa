import type { ComponentHealth, Readiness } from '@moltnet/contract';

/** Asks one thing that this server cannot do without; rejects when it is not there. */
export type Probe = (signal: AbortSignal) => Promise<void>;

export interface ReadinessOptions {
  readonly probes: Readonly<Record<string, Probe>>;
  /** For each component, in milliseconds. */
  readonly timeoutMs: number;
  /** How old an answer may be, in milliseconds. */
  readonly maxAgeMs: number;
}

/**
 * Answers whether tools can work, asking all components at once. Callers share an answer while it is
 * being made and as long as it is fresh, so that probing us cannot flood what is behind us.
 */
export function createReadiness(options: ReadinessOptions): () => Promise<Readiness> {
  let current: Promise<Readiness> | undefined;

  async function ask(): Promise<Readiness> {
    const entries = Object.entries(options.probes).map(
      async ([name, probe]) => [name, await check(probe, options.timeoutMs)] as const,
    );
    const components = Object.fromEntries(await Promise.all(entries));
    const ok = Object.values(components).every(({ status }) => status === 'ok');
    const timestamp = new Date().toISOString();
    return { status: ok ? 'ok' : 'degraded', timestamp, components };
  }

  return () => {
    current ??= ask().finally(() => {
      setTimeout(() => (current = undefined), options.maxAgeMs).unref();
    });
    return current;
  };
}

/** A probe that wants a 2xx answer from `url`. */
export function httpProbe(url: string): Probe {
  return async (signal) => {
    const response = await fetch(url, { signal, redirect: 'error' });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`answers ${response.status}`);
  };
}

async function check(probe: Probe, timeoutMs: number): Promise<ComponentHealth> {
  const started = performance.now();
  const latencyMs = () => Math.round((performance.now() - started) * 10) / 10;
  try {
    await probe(AbortSignal.timeout(timeoutMs));
    return { status: 'ok', latencyMs: latencyMs() };
  } catch (error) {
    return { status: 'error', latencyMs: latencyMs(), error: reason(error) };
  }
}

/** Public, so it says what happened but not where: no address, no driver message. */
function reason(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  if (error instanceof Error && error.message.startsWith('answers ')) return error.message;
  return 'unreachable';
}
