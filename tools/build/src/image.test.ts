import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testModelDir } from '@moltnet/embedding/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { IMAGES } from './image-target.ts';
import { buildImage } from './image.ts';

const root = resolve(import.meta.dirname, '../../..');
/** Where an image would have its `/app`: nothing of the workspace can be reached from there. */
let app: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'moltnet-image-'));
  for (const [name, image] of Object.entries(IMAGES)) {
    await buildImage(image, root, join(app, name, 'dist'));
  }
}, 180_000);

afterAll(async () => {
  for (const child of running.toReversed()) {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : [];
    child.kill('SIGTERM');
    await gone;
  }
  rmSync(app, { recursive: true });
});

interface Started {
  child: ChildProcess;
  /** What it printed on stdout and stderr so far. */
  output(): string;
}

function start(program: string, env: Record<string, string>, args: string[] = []): Started {
  const child = fork(program, args, {
    cwd: app,
    env: { PATH: process.env['PATH'], ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.push(child);
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  return { child, output: () => output };
}

/** Starts a program that serves; its URL. */
async function serve(...args: Parameters<typeof start>): Promise<string> {
  const { child, output } = start(...args);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(output())));
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return (message as { url: string }).url;
}

const json = async (url: string): Promise<unknown> => (await fetch(url)).json();

describe('what is built for an image', () => {
  let environment: Record<string, string>;
  beforeAll(async () => {
    const postgres = fileURLToPath(import.meta.resolve('@moltnet/database/embedded/main'));
    environment = {
      NODE_ENV: 'production',
      DATABASE_URL: await serve(postgres, {}, ['--data-dir', join(app, 'postgres'), '--port', '0']),
      ORY_PROJECT_URL: 'http://127.0.0.1:1',
      ORY_API_KEY: 'a'.repeat(32),
      ORY_WEBHOOK_API_KEY: 'b'.repeat(32),
      EMBEDDING_MODEL_DIR: await testModelDir(),
      EMBEDDING_ALLOW_DOWNLOAD: 'false',
      OTLP_ENDPOINT: 'http://127.0.0.1:1',
      PORT: '0',
    };
  }, 120_000);

  it('migrates an empty database, as the release command does', { timeout: 60_000 }, async () => {
    const { child, output } = start(join(app, 'rest-api/dist/migrate.js'), environment);
    expect({ code: (await once(child, 'exit'))[0], output: output() }).toEqual({
      code: 0,
      output: expect.stringContaining('"msg":"migrated"'),
    });
  });

  it('serves the API, with the database and the model', { timeout: 120_000 }, async () => {
    const url = await serve(join(app, 'rest-api/dist/main.js'), environment);
    expect(await json(`${url}/health`)).toMatchObject({ status: 'ok' });
    expect(await json(`${url}/openapi.json`)).toMatchObject({
      openapi: expect.stringMatching(/^3\.1/),
    });
    expect((await fetch(`${url}/docs`)).headers.get('content-type')).toContain('text/html');
    const ready = () => json(`${url}/health/ready`) as Promise<{ components: object }>;
    await vi.waitFor(
      async () =>
        expect((await ready()).components).toMatchObject({
          database: { status: 'ok' },
          dbos: { status: 'ok' },
          embedding: { status: 'ok' },
          // Nobody is there, and it says so.
          ory: { status: 'error' },
        }),
      { timeout: 60_000, interval: 200 },
    );
  });

  it('has the background work as a program of its own', { timeout: 60_000 }, async () => {
    const { output } = start(join(app, 'rest-api/dist/worker.js'), environment);
    await vi.waitFor(() => expect(output()).toContain('"msg":"working"'), { timeout: 50_000 });
  });

  it('serves MCP', { timeout: 60_000 }, async () => {
    const url = await serve(join(app, 'mcp-server/dist/main.js'), environment);
    expect(await json(`${url}/healthz`)).toMatchObject({ status: 'ok' });
  });
});
