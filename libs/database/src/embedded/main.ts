import { parseArgs } from 'node:util';
import { EmbeddedPostgresError } from './errors.ts';
import { startEmbedded } from './start.ts';

// node main.ts --data-dir DIR [--port 54329] [--host 127.0.0.1]
// Says {type:"ready", url} over IPC, or as a line of JSON on stdout where there is no IPC.

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    port: { type: 'string', default: '54329' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});

// A launcher that goes while the database comes up: there is nothing to close yet, and what is
// half-made is made anew by the next start.
const abandon = () => process.exit(1);
process.once('disconnect', abandon);

try {
  const dataDir = values['data-dir'];
  const port = Number(values.port);
  if (!dataDir) throw new EmbeddedPostgresError('Give the folder of the database: --data-dir DIR.');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new EmbeddedPostgresError(`--port ${values.port} is not a port: use 0 to 65535.`);
  }
  const postgres = await startEmbedded({ dataDir, port, host: values.host });

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await postgres.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  // Ctrl-C reaches the whole process group; under a launcher, that one decides the order.
  process.on('SIGINT', () => (process.send ? undefined : stop()));
  // The launcher is gone, and nobody else would stop us.
  process.off('disconnect', abandon);
  process.once('disconnect', stop);

  const ready = { type: 'ready', url: postgres.url };
  if (process.send) process.send(ready);
  else process.stdout.write(`${JSON.stringify(ready)}\n`);
} catch (error) {
  const message = error instanceof EmbeddedPostgresError ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
