#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createLogger } from '@moltnet/observability';
import type { AdminContext } from './admin/admin-context.ts';
import * as embeddings from './admin/embeddings.ts';
import { erasePerson, listGone } from './admin/people.ts';
import { listDeadLetters, reconcile } from './admin/relations.ts';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { main } from './process.ts';

const USAGE = `Usage: moltnet-admin relations reconcile [--repair]
       moltnet-admin relations dead-letters
       moltnet-admin people gone
       moltnet-admin people erase IDENTITY_ID
       moltnet-admin embeddings status [--json]
       moltnet-admin embeddings roll MODEL
       moltnet-admin embeddings switch [--force]
       moltnet-admin embeddings rollback [--force]
       moltnet-admin embeddings abort
       moltnet-admin embeddings drop-old

reconcile     compares the permission service with the database; ends with 1 where they differ,
              with --repair sets it right
dead-letters  lists the changes that the permission service refused for good
gone          lists the people whose identity is missing, and since when that is known
erase         erases a person whose identity was deleted, without waiting for the 7 days
status        which embedding model answers searches, which is rolled in beside it, how far it is
roll          begins to embed everything with another model, beside the one that serves
switch        makes that one serve; refused until it has every entry and every process has loaded it,
              unless --force
rollback      makes the model before serve again
abort         gives a roll up before its switch, and removes what was embedded for it
drop-old      removes the vectors of the model before; from then on there is no rollback
`;

/** The flag that a command takes. */
const FLAG_OF: Readonly<Record<string, keyof Flags>> = {
  'relations reconcile': 'repair',
  'embeddings status': 'json',
  'embeddings switch': 'force',
  'embeddings rollback': 'force',
};

interface Flags {
  readonly repair: boolean;
  readonly json: boolean;
  readonly force: boolean;
}

type Command = (ctx: AdminContext) => Promise<boolean>;

const write = (line: string) => void process.stdout.write(`${line}\n`);

// What an operator does by hand; takes the same environment as the API.
await main('admin', async () => {
  const command = readCommand();
  if (command === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const { config, secrets } = readConfig(readEnv());
  const logger = createLogger({ name: 'admin', level: 'error' });
  process.exitCode = (await command({ config, secrets, logger, write })) ? 0 : 1;
});

/** The command line; undefined for what is no command, or not with these flags. */
function readCommand(): Command | undefined {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { repair: flag, json: flag, force: flag },
    });
    const taken = FLAG_OF[positionals.slice(0, 2).join(' ')];
    const given = (['repair', 'json', 'force'] as const).filter((name) => values[name]);
    return given.every((name) => name === taken) ? commandOf(positionals, values) : undefined;
  } catch {
    return undefined;
  }
}

/** What to do, which resolves to whether all is well; undefined for what is no command. */
function commandOf(
  [noun, verb, ...operands]: readonly string[],
  { repair, json, force }: Flags,
): Command | undefined {
  switch (`${noun} ${verb} ${operands.length}`) {
    case 'relations reconcile 0':
      return (ctx) => reconcile(ctx, repair);
    case 'relations dead-letters 0':
      return listDeadLetters;
    case 'people gone 0':
      return listGone;
    case 'people erase 1':
      return (ctx) => erasePerson(ctx, operands[0] ?? '');
    case 'embeddings status 0':
      return (ctx) => embeddings.showStatus(ctx, json);
    case 'embeddings roll 1':
      return (ctx) => embeddings.roll(ctx, operands[0] ?? '');
    case 'embeddings switch 0':
      return (ctx) => embeddings.switchOver(ctx, force);
    case 'embeddings rollback 0':
      return (ctx) => embeddings.goBack(ctx, force);
    case 'embeddings abort 0':
      return embeddings.abort;
    case 'embeddings drop-old 0':
      return embeddings.dropOld;
    default:
      return undefined;
  }
}
