export { collectExpired } from './collection/collect-expired.ts';
export type { PackDependencies } from './dependencies.ts';
export { PackingThread } from './packing/packing-thread.ts';
export { createPackService, type PackService } from './service.ts';
