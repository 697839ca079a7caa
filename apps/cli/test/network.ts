import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Answer, apiServer, problem, type Seen } from '@moltnet/sdk/testing';
import { Context } from '../src/context.ts';
import { run } from '../src/program.ts';

/** What a run of the command left behind. */
export interface Run {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export type Routes = Record<string, (request: Seen) => Answer | undefined>;

export interface Network {
  url: string;
  /** Configuration folder of the command. */
  configDir: string;
  seen: Seen[];
  /** Answers by `METHOD /path`; tests change them. */
  routes: Routes;
  /** Runs the command; `stdin` is what is typed. */
  moltnet(
    args: readonly string[],
    options?: { stdin?: string | Buffer; apiUrl?: string },
  ): Promise<Run>;
  close(): Promise<void>;
}

/** A server that speaks HTTP, a folder of its own, and the command between them. */
export async function network(): Promise<Network> {
  const routes: Routes = {
    'POST /oauth2/token': () => ({ body: { access_token: 'token', expires_in: 3600 } }),
  };
  const server = await apiServer((request, raw) => {
    const route = routes[`${request.method} ${request.path}`];
    if (!route) return problem(404, 'NOT_FOUND');
    const answer = route(request);
    // A route that answers nothing is a line that breaks.
    if (!answer) raw.destroy();
    return answer;
  });
  const folder = await mkdtemp(join(tmpdir(), 'moltnet-cli-'));
  const configDir = join(folder, 'moltnet');
  return {
    url: server.url,
    configDir,
    seen: server.seen,
    routes,
    async moltnet(args, { stdin = '', apiUrl = server.url } = {}) {
      const stdout = new PassThrough();
      const stderr = new PassThrough();
      const streams = { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr };
      const exitCode = await run(args, new Context({ configDir, apiUrl }, streams));
      stdout.end();
      stderr.end();
      return { exitCode, stdout: await text(stdout), stderr: await text(stderr) };
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
