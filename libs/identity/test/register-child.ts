// A process of the API cut down to registration: finishes what another one has left, then makes the
// registration that it is given, and stays until it is stopped.
import type { RegistrationRequest } from '../src/index.ts';
import { startService } from './service.ts';

const [databaseUrl = '', oryUrl = '', request = ''] = process.argv.slice(2);

const service = await startService(databaseUrl, oryUrl);
if (request !== '') {
  const registration = await service.identity
    .register(JSON.parse(request) as RegistrationRequest)
    .catch((error: { code?: string }) => ({ refused: error.code }));
  process.stdout.write(`${JSON.stringify(registration)}\n`);
}
// A parent that has gone leaves no orphan.
process.stdin.on('end', () => process.exit(0)).resume();
