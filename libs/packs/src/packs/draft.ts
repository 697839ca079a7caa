import type { Principal, Verb } from '@moltnet/auth';
import { type CreatePackInput, LIMITS, type PackPreview, Problem } from '@moltnet/contract';
import { packCid } from '@moltnet/crypto/node';
import { type NewPack, type NewPackEntry, diaryReader, packReader } from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';
import { compile } from './compile.ts';
import { requireParams } from './pack-params.ts';
import { packedEntryView } from './pack-view.ts';
import { selectEntries } from './selection.ts';

/** A pack that is compiled and not stored. */
export interface Draft {
  readonly pack: Omit<NewPack, 'id' | 'creatorId' | 'keepDays'>;
  readonly entries: readonly NewPackEntry[];
  readonly preview: PackPreview;
}

/**
 * Compiles a pack for who may `verb` its diary.
 * @throws Problem 404 or 403 by permission; 400 for a selection, params or a superseded pack that are
 *   not right; 409 for flagged entries; 503
 */
export async function draftPack(
  deps: PackDependencies,
  principal: Principal,
  verb: Verb,
  diaryId: string,
  input: CreatePackInput,
): Promise<Draft> {
  const diary = await deps.permissions.require(
    principal,
    verb,
    await diaryReader(deps.db).get(diaryId),
  );
  const { packType, params, tokenBudget = LIMITS.tokenBudget, pinned = false } = input;
  requireParams(params);
  const supersedesPackId = await requireSuperseded(deps, diary.id, input.supersedesPackId);
  const selected = await selectEntries(deps.db, diary.id, input);
  const { entries, stats, originalTokens } = await compile(deps, selected, tokenBudget);
  const linked = entries.map(({ entryCid: cid, compressionLevel, rank }) => ({
    cid,
    compressionLevel,
    rank,
  }));
  const named = { diaryId: diary.id, packType, params };
  const kept = { ...named, packCid: packCid({ ...named, entries: linked }), tokenBudget, pinned };
  const { compressionRatio: _, budgetUtilization: __, ...counted } = stats;
  return {
    pack: { ...kept, ...counted, supersedesPackId, originalTokens },
    entries,
    preview: {
      ...kept,
      supersedesPackId,
      compileStats: stats,
      entries: entries.map(({ packedText: ___, ...entry }) => packedEntryView(entry)),
    },
  };
}

/** The pack that this one replaces: one of the same diary. */
async function requireSuperseded(
  { db }: PackDependencies,
  diaryId: string,
  packId: string | undefined,
): Promise<string | null> {
  if (packId === undefined) return null;
  const pack = await packReader(db).get(packId);
  if (pack?.diaryId === diaryId) return pack.id;
  throw notSupersedable();
}

/** What a new pack cannot replace, whether it is elsewhere or nowhere. */
export function notSupersedable(): Problem {
  return new Problem('VALIDATION_FAILED', 'supersedesPackId is not a pack of this diary.', {
    errors: [{ field: 'body.supersedesPackId', message: 'is not a pack of this diary' }],
  });
}
