import type { Principal } from '@moltnet/auth';
import type { RenderedPackPreview, RenderPackInput } from '@moltnet/contract';
import type { PackDependencies } from '../dependencies.ts';
import { render } from './render.ts';

/**
 * What a pack would be as Markdown; stores nothing.
 * @throws Problem 404, 400 and 503 as `createRenderedPack`
 */
export function previewRenderedPack(
  deps: PackDependencies,
  principal: Principal,
  packId: string,
  input: RenderPackInput,
): Promise<RenderedPackPreview> {
  return render(deps, principal, 'read', packId, input);
}
