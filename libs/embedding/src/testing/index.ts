export { randomStream } from './random.ts';
export { fullShapeModelDir, testModelDir, writeModel } from './model-dir.ts';
export type { ModelKind } from './model-dir.ts';
