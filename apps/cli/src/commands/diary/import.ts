import { createReadStream } from 'node:fs';
import { type Command, Option } from 'commander';
import type { ImportFormat, ImportReport } from '@moltnet/sdk';
import type { Context } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { Failure } from '../../failure.ts';
import { findDiary } from '../../find-diary.ts';
import { piecesOf } from '../../import-pieces.ts';
import { addCommand, diaryOption, type JsonOption } from '../../options.ts';
import { columns, printable } from '../../terminal-text.ts';

const FORMATS = ['moltnet', 'mem0', 'mcp-memory'] as const satisfies readonly ImportFormat[];
/** What is told of at most; the count is of all. */
const MOST_REFUSALS = 100;

interface Options extends JsonOption {
  diary?: string;
  format?: ImportFormat;
}

export function addDiaryImport(parent: Command, context: Context): void {
  addCommand(parent, 'import <file>', 'Take over an export; - is stdin')
    .addOption(diaryOption('into which diary (your Private one)'))
    .addOption(new Option('--format <format>', 'whose export it is').choices(FORMATS))
    .action((file: string, options: Options) => importFile(context, file, options));
}

async function importFile(context: Context, file: string, options: Options): Promise<void> {
  const { diary, format, json = false } = options;
  const session = await context.session();
  const diaryId = await findDiary(session, diary);
  const bytes = file === '-' ? context.stdin : createReadStream(file);
  const total: ImportReport = {
    format: format ?? null,
    imported: 0,
    relations: 0,
    skipped: 0,
    refused: [],
    refusedCount: 0,
    complete: false,
  };
  try {
    for await (const { text, firstLine } of piecesOf(bytes as AsyncIterable<Uint8Array>)) {
      const query = total.format === null ? {} : { format: total.format };
      add(total, await session.client.diaries.import(diaryId, text, query), firstLine);
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'EACCES') throw cause;
    throw new Failure(EXIT.usage, `${file} cannot be read (${code})`, { cause });
  }
  context.output.result(json, total, () =>
    [
      columns([
        ['imported', `${total.imported} entries, ${total.relations} relations`],
        ['skipped', `${total.skipped} (here already)`],
        ['refused', String(total.refusedCount)],
      ]),
      ...total.refused.map(({ line, reason }) => `  line ${line}  ${printable(reason)}`),
    ].join('\n'),
  );
  if (total.format === 'moltnet' && !total.complete) {
    context.output.note('The export was cut off: its last line is missing.');
  }
}

/** A piece of a file, with its lines numbered as in the file. */
function add(total: ImportReport, piece: ImportReport, firstLine: number): void {
  total.format ??= piece.format;
  total.imported += piece.imported;
  total.relations += piece.relations;
  total.skipped += piece.skipped;
  total.refusedCount += piece.refusedCount;
  total.complete ||= piece.complete;
  for (const { line, reason } of piece.refused) {
    if (total.refused.length >= MOST_REFUSALS) break;
    total.refused.push({ line: line + firstLine - 1, reason });
  }
}
