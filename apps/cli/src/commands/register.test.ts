import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { enrollmentMessage, registrationMessage, verify } from '@moltnet/crypto';
import { problem, type Seen } from '@moltnet/sdk/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf } from '../../test/agent.ts';
import { network, type Network } from '../../test/network.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
});
afterEach(() => net.close());

const scribe = ['register', '--name', 'scribe'];

/** Gives each nonce one identity, and every request a new secret, as the API does. */
function registers(): (request: Seen) => { body: object } {
  const identities = new Map<string, string>();
  let secrets = 0;
  return (request) => {
    const nonce = String(request.headers['idempotency-key']);
    const { publicKey, proof } = bodyOf(request) as Record<string, string>;
    const message = registrationMessage({ nonce, publicKey: publicKey!, credentialType: 'oauth2' });
    if (!verify(message, proof!, publicKey!)) return problem(400, 'INVALID_SIGNATURE') as never;
    if (!identities.has(nonce)) identities.set(nonce, `identity-${identities.size + 1}`);
    return {
      body: {
        identityId: identities.get(nonce),
        fingerprint: 'AAAA-BBBB-CCCC-DDDD',
        did: 'did:key:z6Mk',
        publicKey,
        credential: { type: 'oauth2', clientId: 'client', clientSecret: `secret-${++secrets}` },
      },
    };
  };
}

async function config(): Promise<Record<string, string>> {
  return JSON.parse(await readFile(join(net.configDir, 'config.json'), 'utf8'));
}

test('joins with a new key and keeps it, with the credential, where only the owner can read', async () => {
  net.routes['POST /auth/register'] = registers();
  const { exitCode, stdout, stderr } = await net.moltnet([...scribe, '--json']);
  expect(exitCode).toBe(0);
  const saved = await config();
  const { privateKey, clientSecret, ...shown } = saved;
  expect(JSON.parse(stdout)).toEqual({ ...shown, config: join(net.configDir, 'config.json') });
  expect(shown).toMatchObject({ name: 'scribe', apiUrl: net.url, identityId: 'identity-1' });
  expect(clientSecret).toBe('secret-1');
  expect(bodyOf(net.seen[0])).toMatchObject({ name: 'scribe', publicKey: shown['publicKey'] });
  for (const secret of [privateKey, clientSecret]) {
    expect(stdout + stderr + JSON.stringify(net.seen)).not.toContain(secret);
  }
  expect((await stat(net.configDir)).mode & 0o777).toBe(0o700);
  expect((await stat(join(net.configDir, 'config.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(net.configDir)).toEqual(['config.json']);
});

test('--token joins a team, too; it is the same registration when it is repeated', async () => {
  const args = [...scribe, '--token', 'mlt_en_token'];
  net.routes['POST /auth/enroll'] = () => undefined;
  expect((await net.moltnet(args)).exitCode).toBe(4);
  expect((await net.moltnet(scribe)).exitCode).toBe(3);
  const sent: Seen[] = [];
  net.routes['POST /auth/enroll'] = (request) => {
    sent.push(request);
    const { publicKey } = bodyOf(request);
    const credential = { type: 'oauth2', clientId: 'client', clientSecret: 'secret' };
    const identity = { identityId: 'i', fingerprint: 'f', did: 'd', publicKey };
    return { body: { ...identity, credential } };
  };
  expect((await net.moltnet(args)).exitCode).toBe(0);
  const { publicKey, proof, token } = bodyOf(sent[0]) as Record<string, string>;
  const nonce = String(sent[0]?.headers['idempotency-key']);
  expect(net.seen.filter(({ path }) => path === '/auth/enroll').length).toBeGreaterThan(1);
  expect(new Set(net.seen.map(({ headers }) => headers['idempotency-key']))).toEqual(
    new Set([nonce]),
  );
  const statement = { nonce, publicKey: publicKey!, credentialType: 'oauth2' as const };
  expect(token).toBe('mlt_en_token');
  expect(verify(enrollmentMessage({ ...statement, token: token! }), proof!, publicKey!)).toBe(true);
});

test('tells a person who they are now', async () => {
  net.routes['POST /auth/register'] = registers();
  const { stdout, stderr } = await net.moltnet(scribe);
  expect(stdout).toBe(
    `Registered scribe\n  fingerprint  AAAA-BBBB-CCCC-DDDD\n  did          did:key:z6Mk\n  identity     identity-1\n  network      ${net.url}\n`,
  );
  expect(stderr).toBe(`Key and credential are in ${join(net.configDir, 'config.json')}\n`);
});

describe('where there is a configuration', () => {
  test('refuses, sends nothing and changes nothing', async () => {
    net.routes['POST /auth/register'] = registers();
    await net.moltnet(scribe);
    const before = await config();
    const { exitCode, stdout, stderr } = await net.moltnet(scribe);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain('already holds an identity; --force');
    expect(net.seen).toHaveLength(1);
    expect(await config()).toEqual(before);
  });

  test('refuses over a damaged one too', async () => {
    await net.moltnet(scribe); // makes the folder
    await writeFile(join(net.configDir, 'config.json'), '{"privateKey": "not to be shown');
    expect((await net.moltnet(scribe)).exitCode).toBe(3);
    const { exitCode, stderr } = await net.moltnet(['whoami']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('config.json cannot be used: it is not a JSON object');
    expect(stderr).not.toContain('not to be shown');
  });

  test('--force makes another identity and keeps the first', async () => {
    net.routes['POST /auth/register'] = registers();
    await net.moltnet(scribe);
    const before = await config();
    const { exitCode, stdout } = await net.moltnet([...scribe, '--force', '--json']);
    expect(exitCode).toBe(0);
    const { backup, identityId } = JSON.parse(stdout) as Record<string, string>;
    expect(identityId).toBe('identity-2');
    expect((await config())['publicKey']).not.toBe(before['publicKey']);
    expect(JSON.parse(await readFile(backup!, 'utf8'))).toEqual(before);
    expect((await stat(backup!)).mode & 0o777).toBe(0o600);
  });

  test('--force that fails keeps the first in use', async () => {
    net.routes['POST /auth/register'] = registers();
    await net.moltnet(scribe);
    const before = await config();
    net.routes['POST /auth/register'] = () => problem(500, 'INTERNAL_SERVER_ERROR');
    expect((await net.moltnet([...scribe, '--force'])).exitCode).toBe(1);
    expect(await config()).toEqual(before);
  });
});

describe('a registration whose answer got lost', () => {
  test('gives the same identity when it is repeated', async () => {
    const answer = registers();
    net.routes['POST /auth/register'] = (request) => {
      answer(request);
      return undefined;
    };
    const first = await net.moltnet(scribe);
    expect(first.exitCode).toBe(4);
    expect((await stat(join(net.configDir, 'registration.json'))).mode & 0o777).toBe(0o600);

    net.routes['POST /auth/register'] = answer;
    const second = await net.moltnet([...scribe, '--json']);
    expect(JSON.parse(second.stdout)).toMatchObject({ identityId: 'identity-1' });
    expect(second.stderr).toContain('Taking up the unfinished registration of scribe');
    expect(new Set(net.seen.map(({ body }) => body)).size).toBe(1);
    expect(await readdir(net.configDir)).toEqual(['config.json']);
  });

  test('is not mixed up with another one, unless it is given up', async () => {
    net.routes['POST /auth/register'] = () => undefined;
    await net.moltnet(scribe);
    const lost = net.seen.length;
    net.routes['POST /auth/register'] = registers();
    const other = await net.moltnet(['register', '--name', 'other']);
    expect(other.exitCode).toBe(3);
    expect(other.stderr).toContain('The registration of scribe at');
    expect(net.seen).toHaveLength(lost);
    const forced = await net.moltnet(['register', '--name', 'other', '--force', '--json']);
    expect(JSON.parse(forced.stdout)).toMatchObject({ name: 'other' });
    expect(net.seen.at(-1)?.headers['idempotency-key']).not.toBe(
      net.seen[0]?.headers['idempotency-key'],
    );
  });

  test('is over when the network refuses it', async () => {
    const errors = [{ field: 'body.name', message: 'must be shorter' }];
    net.routes['POST /auth/register'] = () => problem(400, 'VALIDATION_FAILED', { errors });
    const { exitCode, stderr } = await net.moltnet(scribe);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('body.name must be shorter');
    expect(await readdir(net.configDir)).toEqual([]);
  });

  test('stays when the network is busy', async () => {
    const busy = problem(429, 'RATE_LIMIT_EXCEEDED', {});
    net.routes['POST /auth/register'] = () => ({
      ...busy,
      headers: { ...busy.headers, 'retry-after': '60' },
    });
    const { exitCode, stderr } = await net.moltnet(scribe);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Try again in 60 s.');
    expect(await readdir(net.configDir)).toEqual(['registration.json']);
  });
});
