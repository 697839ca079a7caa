import { DatabaseUnavailableError, MigrationError, migrate } from '@moltnet/database/migrations';
import { withoutPassword } from '../output/status.ts';
import { StartError } from '../start-error.ts';

/**
 * Brings the database up to date. Where it does not answer there is no falling back to the embedded
 * one: writing to another database than was asked for loses data.
 *
 * @throws StartError
 */
export async function migrateDatabase(url: string): Promise<void> {
  try {
    await migrate(url);
  } catch (error) {
    if (error instanceof MigrationError) throw new StartError(error.message);
    if (!(error instanceof DatabaseUnavailableError)) throw error;
    throw new StartError(
      `DATABASE_URL does not answer at ${withoutPassword(url)} (${error.code}): start that server, correct the URL, or unset it to use the embedded database.`,
    );
  }
}
