import type { TestProject } from 'vitest/node';
import { beginRun } from '../harness/begin-run.ts';

/** No network is shared here; after the last test nothing may be left, nor any secret in a log. */
export default function setup(project: TestProject): () => void {
  return beginRun(project).finish;
}
