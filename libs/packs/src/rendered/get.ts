import type { Principal } from '@moltnet/auth';
import type { RenderedPack } from '@moltnet/contract';
import type { PackDependencies } from '../dependencies.ts';
import { renderedPackView } from './rendered-pack-view.ts';
import { requireRenderedPack } from './require-rendered-pack.ts';

/**
 * One rendered pack with its Markdown.
 * @throws Problem 404 where it does not exist or may not be read
 */
export async function getRenderedPack(
  deps: PackDependencies,
  principal: Principal,
  id: string,
): Promise<RenderedPack> {
  return renderedPackView(await requireRenderedPack(deps, principal, 'read', id));
}
