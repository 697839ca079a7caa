import { connect as connectSocket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Maintenance } from './maintenance.ts';
import { Session } from './session.ts';
import { SocketServer } from './socket-server.ts';

const CLIENTS = 20;

describe('the socket server of embedded Postgres', () => {
  let engine: PGlite;
  let server: SocketServer;
  let session: Session;
  let url: string;
  const clients: postgres.Sql[] = [];
  const client = (options: postgres.Options<{}> = {}) => {
    const sql = postgres(url, { max: CLIENTS, onnotice: () => undefined, ...options });
    clients.push(sql);
    return sql;
  };

  beforeAll(async () => {
    engine = await PGlite.create();
    server = await SocketServer.listen('127.0.0.1', 0);
    session = new Session(engine);
    server.serve(session);
    url = `postgres://postgres@127.0.0.1:${server.port}/postgres`;
    await engine.exec('CREATE TABLE numbers (owner int, value int); CREATE TABLE big (text text)');
  });
  afterAll(async () => {
    await Promise.all(clients.map((sql) => sql.end({ timeout: 1 })));
    await server.close();
    await engine.close();
  });

  it.each([
    ['named statements', true],
    // The unnamed statement and portal are the session's: exchanges must not interleave.
    ['unnamed statements', false],
  ])('answers every client with its own rows: %s', async (_, prepare) => {
    const sql = client({ prepare });
    const wanted = Array.from({ length: 400 }, (_, index) => index);
    const answers = await Promise.all(
      wanted.map(async (index) => (await sql`SELECT ${index}::int AS value`)[0]?.['value']),
    );
    expect(answers).toEqual(wanted);
  });

  it('keeps concurrent transactions apart', async () => {
    const sql = client();
    await Promise.all(
      Array.from({ length: CLIENTS }, async (_, owner) => {
        const work = sql.begin(async (tx) => {
          for (let value = 0; value < 5; value++) {
            await tx`INSERT INTO numbers VALUES (${owner}, ${value})`;
          }
          const [seen] = await tx`SELECT count(DISTINCT owner)::int AS owners FROM numbers
                                  WHERE owner % 2 = 1 OR owner = ${owner}`;
          if (owner % 2 === 0) throw new Error('rolled back');
          return seen;
        });
        await work.catch(() => undefined);
      }),
    );
    const rows = await sql`SELECT owner, count(*)::int AS count FROM numbers GROUP BY 1 ORDER BY 1`;
    expect(rows.map(({ owner, count }) => [owner, count])).toEqual(
      Array.from({ length: CLIENTS / 2 }, (_, index) => [index * 2 + 1, 5]),
    );
  });

  it('lets one client fail without a word to the others', async () => {
    const sql = client({ prepare: false });
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) =>
        index % 3 === 0 ? sql`SELECT ${index}::int / 0` : sql`SELECT ${index}::int AS value`,
      ),
    );
    expect(
      answers.map((answer) =>
        answer.status === 'fulfilled' ? answer.value[0]?.['value'] : answer.reason.code,
      ),
    ).toEqual(Array.from({ length: 200 }, (_, index) => (index % 3 === 0 ? '22012' : index)));
  });

  it('rolls back and passes the session on when a client dies inside a transaction', async () => {
    const dying = client({ max: 1 });
    const others = client();
    const dead = await dying.reserve();
    await dead`BEGIN`;
    await dead`INSERT INTO numbers VALUES (-1, 1)`;
    const waiting = others`SELECT count(*)::int AS count FROM numbers WHERE owner = -1`;
    void waiting.execute();
    await dying.end({ timeout: 0 });
    expect((await waiting)[0]).toEqual({ count: 0 });
  });

  it('recovers when a client dies between the messages of an exchange', async () => {
    const socket = connectSocket({ host: '127.0.0.1', port: server.port });
    const startup = Buffer.from('\0\0\0\0\0\x03\0\0user\0postgres\0\0', 'latin1');
    startup.writeUInt32BE(startup.length);
    const parse = message('P', 'mine\0INSERT INTO numbers VALUES (-2, 1)\0\0\0');
    const bind = message('B', '\0mine\0\0\0\0\0\0\0');
    const execute = message('E', '\0\0\0\0\0');
    socket.write(Buffer.concat([startup, parse, bind, execute, message('H', '')]));
    await new Promise<void>((resolve) => {
      let seen = '';
      socket.on('data', (chunk) => {
        seen += chunk.toString('latin1');
        if (seen.includes('INSERT 0 1')) resolve();
      });
    });
    socket.destroy();
    const sql = client();
    const [left] =
      await sql`SELECT count(*)::int AS count FROM pg_prepared_statements WHERE name = 'mine'`;
    expect(left).toEqual({ count: 0 });
  });

  it('carries rows of 400 KB both ways on many connections', async () => {
    const sql = client();
    const texts = Array.from({ length: 10 }, (_, index) => String(index).repeat(400_000));
    await Promise.all(texts.map((text) => sql`INSERT INTO big VALUES (${text})`));
    const rows = await sql<{ text: string }[]>`SELECT text FROM big ORDER BY 1`;
    expect(rows.map(({ text }) => text)).toEqual(texts);
  });

  it('hangs up on what does not speak Postgres', async () => {
    const socket = connectSocket({ host: '127.0.0.1', port: server.port });
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await new Promise((resolve) => {
      socket.once('close', resolve);
      socket.on('error', () => undefined);
    });
    expect((await client()`SELECT 1 AS one`)[0]).toEqual({ one: 1 });
  });

  it('keeps no prepared statements of connections that are closed', async () => {
    const shortLived = client({ max: 5 });
    await Promise.all(Array.from({ length: 50 }, (_, index) => shortLived`SELECT ${index}::int`));
    await shortLived.end();
    const sql = client({ prepare: false });
    await expect
      .poll(
        async () =>
          (
            await sql`SELECT statement FROM pg_prepared_statements
                                   WHERE statement = 'SELECT $1::int'`
          ).length,
      )
      .toBe(0);
  });
  it('vacuums and analyses between transactions, what needs it and no more', async () => {
    const sql = client();
    await sql`CREATE TABLE churned AS SELECT n FROM generate_series(1, 1000) AS n`;
    await sql`DELETE FROM churned WHERE n > 100`;
    const maintenance = new Maintenance(session);
    const open = sql.begin(async (tx) => {
      await tx`INSERT INTO churned VALUES (0)`;
      await tx`SELECT pg_sleep(0.1)`;
    });
    const vacuumed = new Set<string>();
    // Statistics reach their table up to a second late.
    await expect
      .poll(
        async () => vacuumed.add((await maintenance.vacuumNext()) ?? '').has('public.churned'),
        {
          timeout: 10_000,
        },
      )
      .toBe(true);
    await open;
    await maintenance.stop();
    const [table] = await sql`SELECT reltuples FROM pg_class WHERE relname = 'churned'`;
    expect(table?.['reltuples']).toBeGreaterThanOrEqual(100);
    expect(table?.['reltuples']).toBeLessThanOrEqual(101);
  });
});

function message(type: string, body: string): Buffer {
  const bytes = Buffer.from(`${type}\0\0\0\0${body}`, 'latin1');
  bytes.writeUInt32BE(bytes.length - 1, 1);
  return bytes;
}
