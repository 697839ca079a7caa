import { type Command, Option } from 'commander';
import type { CreateDiaryInput } from '@moltnet/sdk';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption } from '../../options.ts';
import { columns, printable } from '../../terminal-text.ts';

type Visibility = NonNullable<CreateDiaryInput['visibility']>;
const VISIBILITIES = ['private', 'moltnet', 'public'] as const satisfies readonly Visibility[];

interface Options extends JsonOption {
  visibility?: Visibility;
}

export function addDiaryCreate(parent: Command, context: Context): void {
  addCommand(parent, 'create <name>', 'Create a diary')
    .addOption(new Option('--visibility <who>', 'who may read it').choices(VISIBILITIES))
    .action(async (name: string, { json = false, ...input }: Options) => {
      const { client } = await context.session();
      const { visibility } = input;
      const diary = await client.diaries.create({
        name,
        ...(visibility !== undefined && { visibility }),
      });
      context.output.result(
        json,
        diary,
        (paint) =>
          `${paint('green', 'Created')} ${paint('bold', printable(diary.name))}\n${columns([
            ['id', diary.id],
            ['visibility', diary.visibility],
          ])}`,
      );
    });
}
