import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ROOT, cleanEnvironment } from '../harness/launcher.ts';
import { Network } from '../harness/network.ts';
import { rememberSecret } from '../harness/run.ts';
import { until } from '../harness/until.ts';
import { readmeCommands } from './readme-commands.ts';

const MOLTNET = 'npx -y pnpm@12 moltnet ';
const commands = readmeCommands();
const moltnet = commands.filter((command) => command.startsWith(MOLTNET));

let network: Network;
let config: string;
beforeAll(async () => {
  config = await mkdtemp(join(inject('run'), 'config-'));
  const start =
    commands.find((command) => command.endsWith('pnpm@12 start')) ?? 'no start in README';
  network = await Network.start(inject('run'), 'readme', { command: ['sh', '-c', start] });
});
afterAll(() => network.dispose());

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

async function shell(command: string): Promise<Outcome> {
  const child = spawn('sh', ['-c', command], {
    cwd: ROOT,
    env: cleanEnvironment({ MOLTNET_API_URL: network.apiUrl, XDG_CONFIG_HOME: config }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;
let entryId = '';

/** What a command must print, by a part of the command. */
const SAYS: readonly [string, RegExp][] = [
  ['entry create', ID],
  [' search ', /billing worker drops jobs/],
  ['entry verify', /^Verified/],
];

test('the README has the five commands of a new user', () => {
  const wanted = ['start', 'moltnet register', 'moltnet entry create', 'moltnet search'];
  for (const each of [...wanted, 'moltnet entry verify']) {
    expect(commands.some((command) => command.includes(`pnpm@12 ${each}`))).toBe(true);
  }
});

// In order: each command needs what the ones before it did.
describe('as it stands, the command of the README', () => {
  test.each(moltnet)('%s', async (command) => {
    const { code, stdout, stderr } = await shell(command.replaceAll('<id>', entryId));
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/error/i) });
    const [, says] = SAYS.find(([part]) => command.includes(part)) ?? ['', /\S/];
    expect(stdout).toMatch(says);
    if (command.includes('entry create')) entryId = ID.exec(stdout)?.[0] ?? '';
  });
});

describe('with --json it prints JSON and nothing else on stdout', () => {
  test.each<[string, object]>([
    ['whoami', { fingerprint: expect.stringMatching(/^[0-9A-F-]{19}$/) }],
    ['diary create Notes', { name: 'Notes' }],
    ['diary list', {}],
    ['entry create "Plain words"', { content: 'Plain words' }],
    ['entry list', {}],
    ['entry get <id>', { content: expect.stringContaining('billing worker') }],
    ['entry verify <id>', { verified: true }],
    ['search "redis"', { results: expect.any(Array) }],
    ['mcp config', {}],
  ])('%s', async (args, expected) => {
    const command = `node apps/cli/src/main.ts ${args.replaceAll('<id>', entryId)} --json`;
    const { code, stdout, stderr } = await shell(command);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(JSON.parse(stdout)).toMatchObject(expected);
  });

  test('a failure is told on stderr, with another exit code than 0', async () => {
    const { code, stdout, stderr } = await shell(
      'node apps/cli/src/main.ts entry get 018f0000-0000-7000-8000-0000000000ff --json',
    );
    expect(code).toBeGreaterThan(0);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });
});

test('what the command keeps is for its owner alone', async () => {
  const folder = join(config, 'moltnet');
  for (const name of await readdir(folder, { recursive: true })) {
    const file = await stat(join(folder, name));
    expect({ name, mode: file.mode & 0o077 }).toEqual({ name, mode: 0 });
    if (file.isFile()) await rememberContent(join(folder, name));
  }
});

test('Ctrl-C in the terminal stops all of it', async () => {
  network.launcher.signal('SIGINT');
  await network.launcher.exited;
  await until('nothing is left', () => network.processes().length === 0, 5000);
});

/** Keys and secrets that the command made for itself must not be in any log either. */
async function rememberContent(file: string): Promise<void> {
  const content = await readFile(file, 'utf8');
  for (const [, name = '', value = ''] of content.matchAll(/"(\w+)":\s*"([^"]{16,})"/g)) {
    if (/secret|private|token/i.test(name)) rememberSecret(inject('run'), value);
  }
}
