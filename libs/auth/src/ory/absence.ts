import { UpstreamRefusedError } from '../upstream-error.ts';

/** The answer of a call, or `null` when the upstream says that there is no such thing (404). */
export async function found<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof UpstreamRefusedError && error.upstreamStatus === 404) return null;
    throw error;
  }
}
