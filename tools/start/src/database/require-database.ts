import { connect } from '@moltnet/database';
import { withoutPassword } from '../output/status.ts';
import { StartError } from '../start-error.ts';

/**
 * Makes sure that the server that DATABASE_URL names answers. There is no falling back to the
 * embedded database: writing to another one than was asked for loses data.
 *
 * @throws StartError
 */
export async function requireDatabase(url: string): Promise<void> {
  const database = connect(url, {
    applicationName: 'moltnet-start',
    max: 1,
    connectTimeoutSeconds: 5,
  });
  try {
    await database.sql`SELECT 1`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(
      `DATABASE_URL does not answer at ${withoutPassword(url)} (${code ?? message}): start that server, correct the URL, or unset it to use the embedded database.`,
    );
  } finally {
    await database.close();
  }
}
