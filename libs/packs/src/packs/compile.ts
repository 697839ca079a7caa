import { type CompileStats, type CompressionLevel, Problem } from '@moltnet/contract';
import {
  type Database,
  type NewPackEntry,
  type PackSourceText,
  packSourceReader,
} from '@moltnet/database';
import { section } from '../compress/section.ts';
import type { Form, ShorterForms } from '../compress/compress.ts';
import { chooseLevels } from '../levels/choose-levels.ts';
import type { PackingThread } from '../packing/packing-thread.ts';
import type { Selected } from './selection.ts';

/** Text that is in memory at once, in characters; the 500 entries of a pack may hold 50,000,000. */
const BATCH_CHARACTERS = 1_000_000;
/** Less than a request may take, and enough for 500 entries of 100,000 characters of prose. */
const DEADLINE_MS = 20_000;

interface CompileDependencies {
  readonly db: Database;
  readonly packing: PackingThread;
}

/** A selection cut to its budget. */
export interface Compiled {
  readonly entries: readonly NewPackEntry[];
  readonly originalTokens: number;
  readonly stats: CompileStats;
}

/**
 * Cuts entries to a budget: full text where it fits, else a summary, else keywords, else left out.
 * @param selected - by rank
 * @param tokenBudget - in tokens of o200k_base; the packed text never has more
 * @throws Problem 409 where an entry is changed meanwhile, 503 where it takes too long
 */
export async function compile(
  { db, packing }: CompileDependencies,
  selected: readonly Selected[],
  tokenBudget: number,
): Promise<Compiled> {
  const started = performance.now();
  const full = new Map<string, number>();
  const shorter = new Map<string, ShorterForms>();
  const within = () => requireTime(started);

  for await (const { entry, text } of texts(db, selected, within)) {
    const body = section({ title: text.title, rank: entry.rank }, text.content);
    full.set(entry.id, await packing.ask({ kind: 'count', text: body }));
  }
  const fullTokens = (id: string): number => full.get(id) ?? 0;
  const allInFull = selected.reduce((sum, { id }) => sum + fullTokens(id), 0) <= tokenBudget;
  for await (const { entry, text } of texts(db, allInFull ? [] : selected, within)) {
    const { title, content, tags } = text;
    const compressible = { title, content, tags, rank: entry.rank };
    const known = { entry: compressible, fullTokens: fullTokens(entry.id) };
    shorter.set(entry.id, await packing.ask({ kind: 'compress', ...known }));
  }

  const levels = chooseLevels(
    selected.map(({ id }) => ({
      full: fullTokens(id),
      summary: shorter.get(id)?.summary?.tokens,
      keywords: shorter.get(id)?.keywords?.tokens,
    })),
    tokenBudget,
  );
  const packed = new Map<string, { level: CompressionLevel; form: Form }>();
  for (const [at, { id }] of selected.entries()) {
    const level = levels[at];
    const form = level === undefined || level === 'full' ? undefined : shorter.get(id)?.[level];
    if (level !== undefined && form) packed.set(id, { level, form });
  }
  const inFull = selected.filter((_, at) => levels[at] === 'full');
  for await (const { entry, text } of texts(db, inFull, within)) {
    const body = section({ title: text.title, rank: entry.rank }, text.content);
    packed.set(entry.id, { level: 'full', form: { text: body, tokens: fullTokens(entry.id) } });
  }

  const entries = selected.flatMap(({ id, rank, contentHash }) => {
    const chosen = packed.get(id);
    if (!chosen) return [];
    return {
      rank,
      entryId: id,
      entryCid: contentHash,
      compressionLevel: chosen.level,
      originalTokens: fullTokens(id),
      packedTokens: chosen.form.tokens,
      packedText: chosen.form.text,
    };
  });
  const elapsedMs = Math.round(performance.now() - started);
  return { entries, ...totals(entries, selected.length, tokenBudget, elapsedMs) };
}

function totals(
  entries: readonly NewPackEntry[],
  asked: number,
  tokenBudget: number,
  elapsedMs: number,
): Omit<Compiled, 'entries'> {
  const totalTokens = entries.reduce((sum, { packedTokens }) => sum + packedTokens, 0);
  const originalTokens = entries.reduce((sum, entry) => sum + entry.originalTokens, 0);
  const compressed = entries.filter(({ compressionLevel }) => compressionLevel !== 'full');
  const stats = {
    totalTokens,
    entriesIncluded: entries.length,
    entriesCompressed: compressed.length,
    entriesLeftOut: asked - entries.length,
    ...ratios({ totalTokens, originalTokens, tokenBudget }),
    elapsedMs,
  };
  return { originalTokens, stats };
}

/** How much shorter a pack is than its entries, and how much of its budget it fills: 0 to 1. */
export function ratios(pack: {
  readonly totalTokens: number;
  readonly originalTokens: number;
  readonly tokenBudget: number;
}): Pick<CompileStats, 'compressionRatio' | 'budgetUtilization'> {
  const { totalTokens, originalTokens, tokenBudget } = pack;
  return {
    compressionRatio: originalTokens === 0 ? 1 : totalTokens / originalTokens,
    budgetUtilization: totalTokens / tokenBudget,
  };
}

/** The entries with their texts by rank, of which only so much is read at once. */
async function* texts(
  db: Database,
  selected: readonly Selected[],
  requireTimeLeft: () => void,
): AsyncGenerator<{ entry: Selected; text: PackSourceText }> {
  for (const batch of batches(selected)) {
    const found = await packSourceReader(db).texts(batch);
    const byId = new Map(found.map((text) => [text.id, text]));
    for (const entry of batch) {
      requireTimeLeft();
      const text = byId.get(entry.id);
      if (!text) throw changedMeanwhile(entry.id);
      yield { entry, text };
    }
  }
}

function batches(selected: readonly Selected[]): Selected[][] {
  const all: Selected[][] = [];
  let room = 0;
  for (const entry of selected) {
    if (entry.characters > room) {
      all.push([]);
      room = BATCH_CHARACTERS;
    }
    all.at(-1)?.push(entry);
    room -= entry.characters;
  }
  return all;
}

function changedMeanwhile(entryId: string): Problem {
  return new Problem('CONFLICT', 'An entry was changed while it was packed. Repeat the request.', {
    conflict: { entryId },
  });
}

function requireTime(started: number): void {
  if (performance.now() - started <= DEADLINE_MS) return;
  throw new Problem('SERVICE_UNAVAILABLE', 'Packing this takes too long. Pack fewer entries.', {
    retryAfter: 5,
  });
}
