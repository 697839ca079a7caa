import { describe, expect, it } from 'vitest';
import { readConfig } from '../config/config.ts';
import { describeStatus, firstCommands, statusBlock } from './status.ts';

const urls = {
  ory: 'http://127.0.0.1:4455',
  database: 'postgres://postgres@127.0.0.1:54329/postgres',
};

describe('the status block', () => {
  it('names everything that serves, and what to try', () => {
    const config = readConfig({}, '/srv');
    const status = describeStatus(config, urls, { status: 'ok' }, '.moltnet');
    const commands = firstCommands(config.apiBaseUrl);
    expect(statusBlock(status, commands, 3.21, (text) => text)).toBe(`
  MoltNet is running, after 3.2 s. Ctrl-C stops it.

  REST API   http://127.0.0.1:8080
  Docs       http://127.0.0.1:8080/docs
  MCP        http://127.0.0.1:8001/mcp
  Identity   http://127.0.0.1:4455 (ory-local)
  Database   postgres://127.0.0.1:54329/postgres (embedded, in .moltnet/postgres)
  Model      ready: search finds by meaning and by word

  Try, in another terminal:
    npx -y pnpm@12 moltnet register --name scribe
    npx -y pnpm@12 moltnet entry create --signed "The billing worker drops jobs when Redis restarts" --tags incident,scope:billing
    npx -y pnpm@12 moltnet search "why do billing jobs get lost when redis restarts?"
`);
  });

  it('never prints the password of DATABASE_URL', () => {
    const config = readConfig({ DATABASE_URL: 'postgres://molt:S3CRET@db:5432/molt' }, '/srv');
    const database = 'postgres://molt:S3CRET@db:5432/molt?sslkey=S3CRET';
    const status = describeStatus(config, { ...urls, database }, undefined, '.moltnet');
    expect(status.database).toBe('postgres://db:5432/molt (DATABASE_URL)');
  });

  it.each([
    [{ status: 'loading' } as const, 'loading: search finds by word until it is there'],
    [{ status: 'error', error: 'no model' } as const, 'absent: search finds by word (no model)'],
    [undefined, 'absent: search finds by word'],
  ])('says what the model can do: %o', (model, expected) => {
    expect(describeStatus(readConfig({}, '/srv'), urls, model, '.').model).toBe(expected);
  });

  it('tells the commands where the API is when it is not at its usual place', () => {
    expect(firstCommands('http://127.0.0.1:9000')[0]).toBe(
      'MOLTNET_API_URL=http://127.0.0.1:9000 npx -y pnpm@12 moltnet register --name scribe',
    );
  });
});
