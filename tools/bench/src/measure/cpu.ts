import type { Bench } from '../bench.ts';

/**
 * Does the work and tells what processor time the API process took for each request of it: a figure
 * that stays when the machine has other things to do.
 *
 * @returns what the work returns, and milliseconds
 */
export async function withCpu<T>(
  { api, network }: Pick<Bench, 'api' | 'network'>,
  work: () => Promise<T>,
): Promise<{ result: T; cpuMs: number }> {
  await network.api.probe();
  const before = api.answered;
  const result = await work();
  const { cpuMs } = await network.api.probe();
  return { result, cpuMs: cpuMs / (api.answered - before) };
}
