import type { Principal, Verb } from '@moltnet/auth';
import { Problem, type RenderedPackPreview, type RenderPackInput } from '@moltnet/contract';
import { renderedPackCid, textCid } from '@moltnet/crypto/node';
import { packReader } from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';
import { requirePack } from '../packs/require-pack.ts';

/** Methods of this name render here. */
const OURS = 'server:';

/**
 * A pack as Markdown, for who may `verb` its diary: the kept sections one after the other, never what
 * the entries say now; or what the caller brings.
 * @throws Problem 404 or 403 by permission; 400 where Markdown is missing or may not be brought; 503
 */
export async function render(
  deps: PackDependencies,
  principal: Principal,
  verb: Verb,
  packId: string,
  { renderMethod, renderedMarkdown: brought }: RenderPackInput,
): Promise<RenderedPackPreview> {
  const pack = await requirePack(deps, principal, verb, { id: packId });
  requireMarkdown(renderMethod, brought);
  const renderedMarkdown = brought ?? (await sectionsOf(deps, pack.id));
  const contentHash = textCid(renderedMarkdown);
  return {
    packCid: renderedPackCid({ packCid: pack.packCid, renderMethod, contentHash }),
    sourcePackId: pack.id,
    sourcePackCid: pack.packCid,
    diaryId: pack.diaryId,
    contentHash,
    renderMethod,
    renderedMarkdown,
    totalTokens: await deps.packing.ask({ kind: 'count', text: renderedMarkdown }),
  };
}

function requireMarkdown(renderMethod: string, brought: string | undefined): void {
  if (renderMethod.startsWith(OURS) === (brought === undefined)) return;
  const message =
    brought === undefined
      ? `is needed where renderMethod does not begin with ${OURS}`
      : `is not for a renderMethod that begins with ${OURS}`;
  throw new Problem('VALIDATION_FAILED', `renderedMarkdown ${message}.`, {
    errors: [{ field: 'body.renderedMarkdown', message }],
  });
}

async function sectionsOf({ db }: PackDependencies, packId: string): Promise<string> {
  const entries = await packReader(db).packedEntries(packId);
  return entries.map(({ packedText }) => packedText).join('');
}
