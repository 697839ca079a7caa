#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createLogger } from '@moltnet/observability';
import { listDeadLetters, reconcile } from './admin/relations.ts';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { main } from './process.ts';

const USAGE = `Usage: moltnet-admin relations reconcile [--repair]
       moltnet-admin relations dead-letters

reconcile     compares the permission service with the database; ends with 1 where they differ,
              with --repair sets it right
dead-letters  lists the changes that the permission service refused for good
`;

const write = (line: string) => void process.stdout.write(`${line}\n`);

// What an operator does by hand; takes the same environment as the API.
await main('admin', async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { repair: { type: 'boolean', default: false } },
  });
  const command = positionals.join(' ');
  if (command !== 'relations reconcile' && command !== 'relations dead-letters') {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const { config, secrets } = readConfig(readEnv());
  const logger = createLogger({ name: 'admin', level: 'error' });
  const settled =
    command === 'relations reconcile'
      ? await reconcile({ config, secrets, logger, write }, values.repair)
      : await listDeadLetters({ config, secrets, logger, write });
  process.exitCode = settled ? 0 : 1;
});
