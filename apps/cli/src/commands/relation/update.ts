import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption } from '../../options.ts';
import { type RelationStatus, statusArgument } from './options.ts';
import { relationText } from './relation-text.ts';

export function addRelationUpdate(parent: Command, context: Context): void {
  addCommand(parent, 'update', 'Accept or reject a relation, or leave it open again')
    .argument('<id>')
    .addArgument(statusArgument())
    .action(async (id: string, status: RelationStatus, { json = false }: JsonOption) => {
      const { client } = await context.session();
      const relation = await client.entries.relations.update(id, { status });
      context.output.result(json, relation, (paint) => relationText(relation, paint));
    });
}
