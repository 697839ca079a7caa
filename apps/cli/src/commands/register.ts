import { generateKeyPair, generateNonce } from '@moltnet/crypto';
import { MoltNetProblem } from '@moltnet/sdk';
import type { Command } from 'commander';
import type { PendingRegistration, Profile } from '../config/profile.ts';
import { type Context, createClient } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { Failure } from '../failure.ts';
import { addCommand, type JsonOption } from '../options.ts';
import { columns } from '../terminal-text.ts';

interface Options extends JsonOption {
  name: string;
  token?: string;
  force?: boolean;
}

export function addRegister(parent: Command, context: Context): void {
  addCommand(parent, 'register', 'Join the network with a new key')
    .requiredOption('--name <name>', 'what to be called, 1–64 characters')
    .option('--token <token>', 'enrolment token of a team, to join that too')
    .option('--force', 'register anew where a configuration exists; a backup is kept')
    .action((options: Options) => register(context, options));
}

async function register(context: Context, options: Options): Promise<void> {
  const { name, token, force = false, json = false } = options;
  const { store, output } = context;
  const replaces = await store.exists();
  if (replaces && !force) {
    throw new Failure(
      EXIT.config,
      `${store.path} already holds an identity; --force registers another and keeps a backup.`,
    );
  }
  const apiUrl = await context.registrationUrl();
  const client = createClient(apiUrl);
  const pending = await takeUp(
    context,
    { apiUrl, name, ...(token !== undefined && { token }) },
    force,
  );
  const { publicKey, privateKey, nonce } = pending;
  const request = { keyPair: { publicKey, privateKey }, name, nonce };
  const registration = await (
    token === undefined ? client.register(request) : client.enroll({ ...request, token })
  ).catch(async (error: unknown) => {
    // Refused for good, so no identity came of it; whatever else, it may have.
    if (isRefusal(error)) await store.dropPending();
    throw error;
  });
  const { identityId, fingerprint, did, credential } = registration;
  const { clientId, clientSecret } = credential;
  const backup = replaces ? await store.backUp() : undefined;
  const shown = { apiUrl, name, identityId, fingerprint, did, publicKey, clientId };
  const profile: Profile = { ...shown, privateKey, clientSecret };
  await store.save(profile);
  await store.dropPending();
  output.result(
    json,
    { ...shown, config: store.path, ...(backup !== undefined && { backup }) },
    (paint) =>
      `${paint('green', 'Registered')} ${paint('bold', name)}\n${columns([
        ['fingerprint', fingerprint],
        ['did', did],
        ['identity', identityId],
        ['network', apiUrl],
      ])}`,
  );
  output.note(`Key and credential are in ${store.path}`);
  if (backup !== undefined) output.note(`The former ones are in ${backup}`);
}

/**
 * The registration to send. Its key and nonce are on disk before it goes out, and stay until it
 * has succeeded: repeated after a broken connection, it gives the same identity.
 */
async function takeUp(
  { store, output }: Context,
  wanted: Pick<PendingRegistration, 'apiUrl' | 'name' | 'token'>,
  force: boolean,
): Promise<PendingRegistration> {
  const found = await store.readPending();
  if (
    found?.name === wanted.name &&
    found.apiUrl === wanted.apiUrl &&
    found.token === wanted.token
  ) {
    output.note(`Taking up the unfinished registration of ${found.name}`);
    return found;
  }
  if (found && !force) {
    throw new Failure(
      EXIT.config,
      `The registration of ${found.name} at ${found.apiUrl} was not finished: repeat it, or give it up with --force.`,
    );
  }
  const pending = { ...wanted, ...generateKeyPair(), nonce: generateNonce(32) };
  await store.savePending(pending);
  return pending;
}

/** Whether the same request would never succeed; one that may says when to try again. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof MoltNetProblem &&
    error.status < 500 &&
    error.status !== 429 &&
    error.retryAfter === undefined
  );
}
