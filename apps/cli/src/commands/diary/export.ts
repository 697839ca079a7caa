import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { Failure } from '../../failure.ts';
import { findDiary } from '../../find-diary.ts';
import { diaryOption } from '../../options.ts';

interface Options {
  diary?: string;
  out?: string;
}

export function addDiaryExport(parent: Command, context: Context): void {
  parent
    .command('export')
    .description('Write a diary with signatures and keys as lines of JSON')
    .addOption(diaryOption('which diary (your Private one)'))
    .option('--out <file>', 'to a new file (stdout)')
    .action((options: Options) => exportDiary(context, options));
}

async function exportDiary(context: Context, { diary, out }: Options): Promise<void> {
  const session = await context.session();
  const diaryId = await findDiary(session, diary);
  const lines = Readable.fromWeb(await session.client.diaries.export(diaryId));
  if (out === undefined) {
    await context.output.stream(lines);
    return;
  }
  try {
    // Not over what is there, and nobody else's to read.
    await pipeline(lines, createWriteStream(out, { flags: 'wx', mode: 0o600 }));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new Failure(EXIT.usage, `${out} is there already`, { cause });
  }
  context.output.note(`Wrote ${out}`);
}
