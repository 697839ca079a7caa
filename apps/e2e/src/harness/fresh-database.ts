import { randomBytes } from 'node:crypto';
import { connect } from '@moltnet/database';

/** A database of one network's own, empty. */
export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** On the server that `TEST_DATABASE_URL` names; undefined where it names none. */
export async function freshDatabase(): Promise<FreshDatabase | undefined> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) return undefined;
  const name = `moltnet_e2e_${randomBytes(8).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function execute(url: string, statement: string): Promise<void> {
  const database = connect(url, { applicationName: 'moltnet-e2e', max: 1 });
  try {
    await database.sql.unsafe(statement);
  } finally {
    await database.close();
  }
}
