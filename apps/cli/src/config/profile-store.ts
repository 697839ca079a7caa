import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../exit-code.ts';
import { Failure } from '../failure.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';
import {
  parsePendingRegistration,
  parseProfile,
  type PendingRegistration,
  type Profile,
} from './profile.ts';

/** The command's files: `config.json`, and `registration.json` while one is under way. */
export class ProfileStore {
  readonly path: string;
  readonly #pendingPath: string;

  constructor(configDir: string) {
    this.path = join(configDir, 'config.json');
    this.#pendingPath = join(configDir, 'registration.json');
  }

  /** Undefined when nobody has registered. @throws Failure (config) when it cannot be read. */
  read(): Promise<Profile | undefined> {
    return guard(this.path, async () => parsed(await readPrivateFile(this.path), parseProfile));
  }

  /** Whether there is a configuration, readable or not. */
  exists(): Promise<boolean> {
    return guard(this.path, async () => (await readPrivateFile(this.path)) !== undefined);
  }

  save(profile: Profile): Promise<void> {
    return guard(this.path, () => writePrivateFile(this.path, toText(profile)));
  }

  /** Keeps the present configuration under a name with the time in it, and says which. */
  async backUp(now = new Date()): Promise<string> {
    const backup = `${this.path}.${now.toISOString().replaceAll(':', '-')}.bak`;
    await guard(backup, () => copyFile(this.path, backup));
    return backup;
  }

  /** The registration under way; not one that was saved and only not cleaned up after. */
  async readPending(): Promise<PendingRegistration | undefined> {
    const pending = await guard(this.#pendingPath, async () =>
      parsed(await readPrivateFile(this.#pendingPath), parsePendingRegistration),
    );
    const saved = pending && (await this.read().catch(() => undefined));
    return pending?.publicKey === saved?.publicKey ? undefined : pending;
  }

  savePending(pending: PendingRegistration): Promise<void> {
    return guard(this.#pendingPath, () => writePrivateFile(this.#pendingPath, toText(pending)));
  }

  dropPending(): Promise<void> {
    return guard(this.#pendingPath, () => rm(this.#pendingPath, { force: true }));
  }
}

function parsed<T>(text: string | undefined, parse: (text: string) => T): T | undefined {
  return text === undefined ? undefined : parse(text);
}

function toText(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

async function guard<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure(EXIT.config, `${path} cannot be used: ${reason}`, { cause });
  }
}
