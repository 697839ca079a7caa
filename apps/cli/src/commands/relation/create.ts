import type { CreateRelationInput } from '@moltnet/sdk';
import { type Command, Option } from 'commander';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption } from '../../options.ts';
import { kindArgument, type RelationKind } from './options.ts';
import { relationText } from './relation-text.ts';

type Options = JsonOption & Pick<CreateRelationInput, 'status'>;

export function addRelationCreate(parent: Command, context: Context): void {
  addCommand(parent, 'create', 'Relate an entry to another of its diary')
    .argument('<entry-id>')
    .addArgument(kindArgument())
    .argument('<target-id>')
    .addOption(
      new Option('--status <status>', 'whether it holds already (proposed)').choices([
        'proposed',
        'accepted',
      ]),
    )
    .action(
      async (
        entryId: string,
        relation: RelationKind,
        targetId: string,
        { json = false, status }: Options,
      ) => {
        const { client } = await context.session();
        const body = { targetId, relation, ...(status !== undefined && { status }) };
        const made = await client.entries.relations.create(entryId, body);
        context.output.result(json, made, (paint) => relationText(made, paint));
      },
    );
}
