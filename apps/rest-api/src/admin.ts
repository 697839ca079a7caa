#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createLogger } from '@moltnet/observability';
import type { AdminContext } from './admin/admin-context.ts';
import { erasePerson, listGone } from './admin/people.ts';
import { listDeadLetters, reconcile } from './admin/relations.ts';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { main } from './process.ts';

const USAGE = `Usage: moltnet-admin relations reconcile [--repair]
       moltnet-admin relations dead-letters
       moltnet-admin people gone
       moltnet-admin people erase IDENTITY_ID

reconcile     compares the permission service with the database; ends with 1 where they differ,
              with --repair sets it right
dead-letters  lists the changes that the permission service refused for good
gone          lists the people whose identity is missing, and since when that is known
erase         erases a person whose identity was deleted, without waiting for the 7 days
`;

const write = (line: string) => void process.stdout.write(`${line}\n`);

// What an operator does by hand; takes the same environment as the API.
await main('admin', async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { repair: { type: 'boolean', default: false } },
  });
  const command = commandOf(positionals, values.repair);
  if (command === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const { config, secrets } = readConfig(readEnv());
  const logger = createLogger({ name: 'admin', level: 'error' });
  process.exitCode = (await command({ config, secrets, logger, write })) ? 0 : 1;
});

/** What to do, which resolves to whether all is well; undefined for what is no command. */
function commandOf(
  [noun, verb, ...operands]: readonly string[],
  repair: boolean,
): ((ctx: AdminContext) => Promise<boolean>) | undefined {
  switch (`${noun} ${verb} ${operands.length}`) {
    case 'relations reconcile 0':
      return (ctx) => reconcile(ctx, repair);
    case 'relations dead-letters 0':
      return listDeadLetters;
    case 'people gone 0':
      return listGone;
    case 'people erase 1':
      return (ctx) => erasePerson(ctx, operands[0] ?? '');
    default:
      return undefined;
  }
}
