import type { RenderedPack, RenderedPackSummary } from '@moltnet/contract';
import type { RenderedPackRow } from '@moltnet/database';
import { creatorView } from '@moltnet/diary';

/** A row as it stands beside the pack that it is of. */
export function renderedPackSummary(row: RenderedPackRow): RenderedPackSummary {
  const { id, packCid, contentHash, renderMethod, totalTokens, pinned, expiresAt, createdAt } = row;
  return { id, packCid, contentHash, renderMethod, totalTokens, pinned, expiresAt, createdAt };
}

/** A row as the rendered pack of API.md, with its Markdown where that was read. */
export function renderedPackView(
  row: RenderedPackRow & { readonly renderedMarkdown?: string },
): RenderedPack {
  const { sourcePackId, sourcePackCid, diaryId, renderedMarkdown, revision, updatedAt } = row;
  return {
    ...renderedPackSummary(row),
    sourcePackId,
    sourcePackCid,
    diaryId,
    ...(renderedMarkdown !== undefined && { renderedMarkdown }),
    creator: creatorView({
      identityId: row.creatorId,
      name: row.creatorName,
      publicKey: row.creatorPublicKey,
      fingerprint: row.creatorFingerprint,
    }),
    revision,
    updatedAt,
  };
}
