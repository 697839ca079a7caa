import { createMoltNetClient, type MoltNetClient } from '@moltnet/sdk';
import type { Env } from './config/env.ts';
import type { Profile } from './config/profile.ts';
import { ProfileStore } from './config/profile-store.ts';
import { EXIT } from './exit-code.ts';
import { Failure } from './failure.ts';
import { Output } from './output.ts';

const DEFAULT_API_URL = 'http://127.0.0.1:8080';

export interface Streams {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
}

/** The agent of this machine and a client that acts as it. */
export interface Session {
  client: MoltNetClient;
  profile: Profile;
  /** Where the client's requests go. */
  apiUrl: string;
}

/** What a command works with; built once. */
export class Context {
  readonly store: ProfileStore;
  readonly output: Output;
  readonly stdin: NodeJS.ReadableStream;
  readonly #env: Env;

  constructor(env: Env, streams: Streams) {
    this.#env = env;
    this.store = new ProfileStore(env.configDir);
    this.output = new Output(streams.stdout, streams.stderr);
    this.stdin = streams.stdin;
  }

  /** Where to register: `MOLTNET_API_URL`, else where one is registered, else this machine. */
  async registrationUrl(): Promise<string> {
    if (this.#env.apiUrl !== undefined) return this.#env.apiUrl;
    // A damaged configuration may be replaced: it names no network.
    const profile = await this.store.read().catch(() => undefined);
    return profile?.apiUrl ?? DEFAULT_API_URL;
  }

  /** @throws Failure (config) when nobody has registered on this machine. */
  async session(): Promise<Session> {
    const profile = await this.store.read();
    if (!profile) {
      throw new Failure(EXIT.config, 'Not registered: run `moltnet register --name <name>` first.');
    }
    const { clientId, clientSecret } = profile;
    const apiUrl = this.#env.apiUrl ?? profile.apiUrl;
    return { profile, apiUrl, client: createClient(apiUrl, { clientId, clientSecret }) };
  }
}

/** @throws Failure (config) when `baseUrl` is not an http(s) address. */
export function createClient(
  baseUrl: string,
  auth?: { clientId: string; clientSecret: string },
): MoltNetClient {
  try {
    return createMoltNetClient({ baseUrl, auth });
  } catch (cause) {
    const message = `MOLTNET_API_URL or apiUrl is not an http(s) address: ${baseUrl}`;
    throw new Failure(EXIT.config, message, { cause });
  }
}
