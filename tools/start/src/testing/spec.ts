import { join } from 'node:path';
import type { ProcessSpec } from '../processes/process-spec.ts';

/** A process of testing/child.ts that behaves as told. */
export const childThat = (behaviour: string): ProcessSpec => ({
  name: behaviour.replaceAll(' ', '-'),
  entry: join(import.meta.dirname, 'child.ts'),
  args: [behaviour],
  env: process.env,
  stopWithin: 5000,
});
