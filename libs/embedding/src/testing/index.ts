export { randomStream } from './random.ts';
export {
  fullShapeModelDir,
  OTHER_MODEL,
  testModelDir,
  testModelsDir,
  WIDE_MODEL,
  writeModel,
} from './model-dir.ts';
export type { ModelKind, WrittenModel } from './model-dir.ts';
