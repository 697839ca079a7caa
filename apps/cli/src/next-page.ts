import type { Context } from './context.ts';

/** Says how to see more, where there is more; under `--json` the cursor is in the result. */
export function noteNextPage(
  { output }: Context,
  { nextCursor }: { nextCursor: string | null },
  json: boolean,
): void {
  if (nextCursor !== null && !json) output.note(`There is more: --cursor ${nextCursor}`);
}
