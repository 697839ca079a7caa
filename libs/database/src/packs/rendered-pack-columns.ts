import type { Source } from '../connection/database.ts';
import type { renderedPacks } from '../schema/packs.ts';

/** A rendered pack with the CID of its pack and what a response says of its creator. */
export type RenderedPackRecord = Readonly<typeof renderedPacks.$inferSelect> & {
  readonly sourcePackCid: string;
  /** Null when the creator is no agent. */
  readonly creatorName: string | null;
  readonly creatorPublicKey: string | null;
  readonly creatorFingerprint: string | null;
};

/** The same without its Markdown, as lists have it. */
export type RenderedPackRow = Omit<RenderedPackRecord, 'renderedMarkdown'>;

/** SELECT list and joins of a RenderedPackRow, from `rendered_packs` or a CTE of that name. */
export function selectRenderedPacks(sql: Source['sql'], more = sql``) {
  return sql`
    SELECT rendered_packs.id, rendered_packs.pack_cid, rendered_packs.source_pack_id,
           rendered_packs.diary_id, rendered_packs.content_hash, rendered_packs.render_method,
           rendered_packs.total_tokens, rendered_packs.creator_id, rendered_packs.pinned,
           rendered_packs.expires_at, rendered_packs.revision, rendered_packs.created_at,
           rendered_packs.updated_at,
           packs.pack_cid AS source_pack_cid,
           agents.name AS creator_name,
           agents.public_key AS creator_public_key,
           agents.fingerprint AS creator_fingerprint ${more}
    FROM rendered_packs
    JOIN packs ON packs.id = rendered_packs.source_pack_id
    LEFT JOIN agents ON agents.identity_id = rendered_packs.creator_id`;
}
