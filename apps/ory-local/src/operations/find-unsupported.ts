import { UNSUPPORTED_OPERATIONS } from './unsupported.ts';

const PATTERNS = UNSUPPORTED_OPERATIONS.map(([method, path, id]) => ({
  method,
  id,
  path: new RegExp(`^${path.replaceAll(/[.:]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The id of the operation that Ory has at this path and ory-local has not. */
export function findUnsupported(method: string, path: string): string | undefined {
  return PATTERNS.find((one) => one.method === method && one.path.test(path))?.id;
}
