import { notFound, type Principal } from '@moltnet/auth';
import { LIMITS, type RenderedPack, type RenderPackInput } from '@moltnet/contract';
import {
  type Idempotency,
  once,
  packWriter,
  renderedPackReader,
  renderedPackWriter,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { PackDependencies } from '../dependencies.ts';
import { render } from './render.ts';
import { renderedPackView } from './rendered-pack-view.ts';

/**
 * Keeps a pack as Markdown. The same Markdown by the same method is the same rendered pack, and comes
 * back.
 * @throws Problem 404 or 403 by permission (a pinned one needs manage); 400 where Markdown is missing
 *   or may not be brought; 409 where the idempotency key was used otherwise; 503
 */
export async function createRenderedPack(
  deps: PackDependencies,
  principal: Principal,
  packId: string,
  input: RenderPackInput,
  idempotency?: Idempotency,
): Promise<RenderedPack> {
  const { pinned = false } = input;
  const verb = pinned ? 'manage' : 'write';
  const { sourcePackCid: _, ...rendered } = await render(deps, principal, verb, packId, input);
  const owned = { id: uuidv7(), creatorId: principal.identityId, keepDays: LIMITS.packDays };
  return deps.db.transaction(async (tx) => {
    // Only the id is kept for a repeat, not half a megabyte of Markdown.
    const { id } = await once(tx, principal.identityId, idempotency, async () => {
      if (!(await packWriter(tx).lock(rendered.sourcePackId))) throw notFound();
      return { id: await renderedPackWriter(tx).create({ ...rendered, ...owned, pinned }) };
    });
    const record = await renderedPackReader(tx).get(id);
    if (!record) throw notFound();
    return renderedPackView(record);
  });
}
