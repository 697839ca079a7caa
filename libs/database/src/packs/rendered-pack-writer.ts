import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { PackKeeping } from './pack-writer.ts';
import type { RenderedPackRecord } from './rendered-pack-columns.ts';

export type NewRenderedPack = Pick<
  RenderedPackRecord,
  | 'id'
  | 'packCid'
  | 'sourcePackId'
  | 'diaryId'
  | 'contentHash'
  | 'renderMethod'
  | 'renderedMarkdown'
  | 'totalTokens'
  | 'creatorId'
  | 'pinned'
> & { readonly keepDays: number };

/** Writes rendered packs. */
export function renderedPackWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * Keeps a rendered pack; its id, or that of the one with the same CID that is there already,
     * which is then kept for as long as a new one would be, and pinned where that is asked.
     * @throws {ForeignKeyViolation} the pack or its diary is gone
     */
    async create(rendered: NewRenderedPack): Promise<string> {
      const [stored] = await sql<[{ id: string }]>`
        INSERT INTO rendered_packs (id, pack_cid, source_pack_id, diary_id, content_hash,
                                    render_method, rendered_markdown, total_tokens, creator_id,
                                    pinned, expires_at)
        VALUES (${rendered.id}, ${rendered.packCid}, ${rendered.sourcePackId},
                ${rendered.diaryId}, ${rendered.contentHash}, ${rendered.renderMethod},
                ${rendered.renderedMarkdown}, ${rendered.totalTokens}, ${rendered.creatorId},
                ${rendered.pinned},
                CASE WHEN ${rendered.pinned}::boolean THEN NULL
                     ELSE clock_timestamp() + ${rendered.keepDays} * interval '1 day' END)
        ON CONFLICT (pack_cid) DO UPDATE
          SET pinned = rendered_packs.pinned OR excluded.pinned,
              expires_at = CASE WHEN rendered_packs.pinned OR excluded.pinned THEN NULL
                                ELSE greatest(rendered_packs.expires_at, excluded.expires_at) END,
              revision = rendered_packs.revision + 1, updated_at = clock_timestamp()
        RETURNING id`;
      return stored.id;
    },

    /** Locks one until the transaction ends, against deletion and other changes. */
    async lock(id: string): Promise<void> {
      await sql`SELECT FROM rendered_packs WHERE id = ${id} FOR UPDATE`;
    },

    async keep(id: string, { pinned, expiresAt }: PackKeeping): Promise<void> {
      await sql`
        UPDATE rendered_packs
        SET pinned = ${pinned}, expires_at = ${expiresAt}, revision = revision + 1,
            updated_at = clock_timestamp()
        WHERE id = ${id}`;
    },
  });
}
