import type { Bench } from '../bench.ts';
import type { Probed } from '../network/app-process.ts';
import { cpuOfBackends } from './backend-cpu.ts';

/** As the API names its connections. */
const API = 'moltnet-rest-api';

/** Processor time of one request, in milliseconds. */
export interface RequestCpu {
  /** Of the API process. */
  readonly cpuMs: number;
  /** Of the backends that it is connected to, where the server is on the same machine. */
  readonly databaseCpuMs?: number;
}

/**
 * Does the work and tells what processor time the API process and its backends took for each request
 * of it: figures that stay when the machine has other things to do.
 *
 * @returns what the work returns, the times, and all that the probe said of that while
 */
export async function withCpu<T>(
  { api, db, network }: Pick<Bench, 'api' | 'db' | 'network'>,
  work: () => Promise<T>,
): Promise<{ result: T; cpu: RequestCpu; probed: Probed }> {
  await network.api.probe();
  const backends = await cpuOfBackends(db, API);
  const before = api.answered;
  const result = await work();
  const requests = api.answered - before;
  const probed = await network.api.probe();
  const later = await cpuOfBackends(db, API);
  let databaseMs = 0;
  for (const [pid, ms] of later) databaseMs += ms - (backends.get(pid) ?? 0);
  return {
    result,
    probed,
    cpu: {
      cpuMs: probed.cpuMs / requests,
      ...(later.size > 0 && { databaseCpuMs: databaseMs / requests }),
    },
  };
}
