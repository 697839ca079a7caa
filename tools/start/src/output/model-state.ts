import type { ModelState } from './status.ts';

/**
 * What the REST API says of its embedding model; undefined when it does not say.
 *
 * @param origin Where it listens, `http://127.0.0.1:8080`.
 */
export async function modelState(origin: string): Promise<ModelState | undefined> {
  try {
    // 503 has the same body: another component is not well, which the log says.
    const response = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(6000) });
    const { components } = (await response.json()) as { components?: { embedding?: ModelState } };
    return components?.embedding;
  } catch {
    return undefined;
  }
}
