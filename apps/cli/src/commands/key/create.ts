import type { CreateAgentKeyInput } from '@moltnet/sdk';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption, parseInteger, parseList } from '../../options.ts';
import { issuedKeyText } from './key-text.ts';

interface Options extends JsonOption {
  scopes: string[];
  days?: number;
  team?: string;
}

export function addKeyCreate(parent: Command, context: Context): void {
  addCommand(parent, 'create <name>', 'Issue a key with some of your scopes')
    .requiredOption('--scopes <a,b>', 'what it may do, such as diary:read,diary:write', parseList)
    .option('--days <n>', 'how long it lives, 1–90 (30)', parseInteger)
    .option('--team <id>', 'the only team whose resources it reaches')
    .action(async (name: string, { json = false, scopes, days, team }: Options) => {
      const { client } = await context.session();
      const issued = await client.keys.create({
        name,
        // Which scopes there are is the API's to say, with the name of the one that there is not.
        scopes: scopes as CreateAgentKeyInput['scopes'],
        ...(days !== undefined && { ttlDays: days }),
        ...(team !== undefined && { teamId: team }),
      });
      context.output.result(json, issued, (paint) => issuedKeyText(paint, 'Issued', issued));
      context.output.note('The secret is shown only now');
    });
}
