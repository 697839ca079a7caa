import { migrate } from '@moltnet/database';
import { createLogger } from '@moltnet/observability';
import { readEnv } from './config/env.ts';

/** The release command: brings `DATABASE_URL` to the newest migration and ends. */
const { DATABASE_URL: url } = readEnv();
const logger = createLogger({ name: 'migrate' });
try {
  if (!url) throw new Error('DATABASE_URL is not set');
  const applied = await migrate(url, { logger });
  logger.info({ applied }, applied.length > 0 ? 'migrated' : 'nothing to migrate');
} catch (error) {
  process.stderr.write(`migrate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
