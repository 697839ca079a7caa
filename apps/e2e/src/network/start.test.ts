import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { freePorts } from '../harness/free-ports.ts';
import type { Launcher } from '../harness/launcher.ts';
import { Network, within } from '../harness/network.ts';

const run = inject('run');

/** A start that cannot succeed says why in one line, and ends with code 1. */
async function refusal(launcher: Launcher): Promise<string> {
  const exit = await within('the launcher gives up', launcher.exited, 60_000);
  expect(exit).toEqual({ code: 1, signal: null });
  const lines = launcher.stderr.split('\n').filter((line) => line !== '');
  expect(lines).toEqual([expect.any(String)]);
  return lines[0] ?? '';
}

describe('a network', () => {
  let network: Network;
  let agent: Agent;
  beforeAll(async () => {
    network = await Network.start(run, 'start');
    agent = await join(network.apiUrl);
  });
  afterAll(() => network.dispose());

  test('runs as these processes and no other', () => {
    const names = ['launcher', 'mcp-server', 'ory-local', 'rest-api'];
    const expected = network.embedded ? [...names, 'postgres'].sort() : names;
    expect(
      network
        .processes()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(expected);
  });

  test('keeps its secrets for its owner alone', async () => {
    const file = await stat(joinPath(network.home, 'secrets.json'));
    expect(file.mode & 0o777).toBe(0o600);
  });

  test('says where everything is, in JSON where nobody sits at a terminal', () => {
    const lines = network.launcher.stdout.trim().split('\n');
    const running = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .find(({ msg }) => msg === 'MoltNet is running');
    expect(running).toMatchObject({
      rest: network.apiUrl,
      docs: `${network.apiUrl}/docs`,
      mcp: `${network.mcpUrl}/mcp`,
      identity: expect.stringContaining(network.oryUrl),
      model: expect.stringContaining('ready'),
      try: expect.arrayContaining([expect.stringContaining('moltnet register')]),
    });
    expect(network.launcher.stdout).not.toContain('\u001b');
  });

  test('is not started a second time on its home', async () => {
    const [PORT, MCP_PORT, ORY_LOCAL_PORT, EMBEDDED_POSTGRES_PORT] = (await freePorts(4)).map(
      String,
    ) as [string, string, string, string];
    const ports = { PORT, MCP_PORT, ORY_LOCAL_PORT, EMBEDDED_POSTGRES_PORT };
    expect(await refusal(network.launch(ports))).toMatch(/in use by process \d+.*MOLTNET_HOME/);
    expect((await agent.api('GET /agents/whoami')).status).toBe(200);
  });

  test('started again finds all data, and tokens are still good', async () => {
    const { id } = await agent.client.entries.create(agent.diaryId, { content: 'kept' });
    expect(await network.stop()).toBeLessThan(5000);
    await network.start();
    expect((await agent.client.entries.get(id)).content).toBe('kept');
    const again = await join(network.apiUrl);
    expect(again.identityId).not.toBe(agent.identityId);
    await network.stop();
  });

  test('whose secrets are damaged is not started', async () => {
    const file = joinPath(network.home, 'secrets.json');
    const good = await readFile(file, 'utf8');
    await writeFile(file, good.slice(0, 20));
    expect(await refusal(network.launch())).toMatch(/secrets\.json.*damaged.*backup/);
    await writeFile(file, good);
    await network.start();
    expect((await agent.api('GET /agents/whoami')).status).toBe(200);
    await network.stop();
  });
});

describe('a start', () => {
  let network: Network;
  beforeAll(async () => {
    network = await Network.make(run, 'refused');
  });
  afterAll(() => network.dispose());

  test.each(['PORT', 'MCP_PORT', 'ORY_LOCAL_PORT'])(
    'is refused while %s is in use',
    async (name) => {
      const port = Number(network.env[name]);
      const squatter = createServer().listen(port, '127.0.0.1');
      await once(squatter, 'listening');
      try {
        const words = await refusal(network.launch());
        expect(words).toContain(`Port ${port} is in use`);
        expect(words).toContain(name);
      } finally {
        await once(squatter.close(), 'close');
      }
    },
  );

  test.each([
    ['nobody listens', 'postgres://somebody:hunter2hunter2hunter2@127.0.0.1:1/db'],
    ['no such host', 'postgres://somebody:hunter2hunter2hunter2@no-such-host.invalid/db'],
  ])('is refused when at DATABASE_URL %s', async (_, DATABASE_URL) => {
    const words = await refusal(network.launch({ DATABASE_URL }));
    expect(words).toMatch(/^DATABASE_URL does not answer/);
    expect(words).not.toContain('hunter2');
    // No silent fallback: nothing embedded was begun.
    expect(await readdir(network.home)).not.toContain('postgres');
  });

  test.each([
    [{ PORT: 'eighty' }, /^PORT must/],
    [{ PORT: '1', MCP_PORT: '1' }, /MCP_PORT and PORT are both 1/],
    [{ DATABASE_URL: 'mysql://host/db' }, /^DATABASE_URL must/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must/],
    [{ ORY_PROJECT_URL: 'http://127.0.0.1:1', ORY_API_KEY: 'k'.repeat(32) }, /ORY_WEBHOOK_API_KEY/],
    [{ RATE_LIMIT_SCALE: 'much' }, /RATE_LIMIT_SCALE must/],
  ] as [Record<string, string>, RegExp][])('is refused with %j', async (env, words) => {
    expect(await refusal(network.launch(env))).toMatch(words);
  });

  test('names every variable that is wrong at once', async () => {
    const launcher = network.launch({ PORT: 'x', MCP_PORT: 'y', LOG_LEVEL: 'z' });
    expect(await launcher.exited).toEqual({ code: 1, signal: null });
    for (const name of ['PORT', 'MCP_PORT', 'LOG_LEVEL']) expect(launcher.stderr).toContain(name);
  });

  test('is refused where the home cannot be written', async () => {
    const file = joinPath(run, 'homes', 'a-file');
    await writeFile(file, '');
    const launcher = network.launch({ MOLTNET_HOME: joinPath(file, 'home') });
    expect(await refusal(launcher)).toMatch(/MOLTNET_HOME/);
  });
});

describe.skipIf(process.env['TEST_DATABASE_URL'])('an embedded data folder', () => {
  let network: Network;
  beforeAll(async () => {
    network = await Network.make(run, 'damaged');
  });
  afterAll(() => network.dispose());

  test.each<[string, string, string]>([
    ['of another program', 'something.txt', 'else'],
    ['of another version of Postgres', 'PG_VERSION', '9\n'],
  ])('%s stops the start and is left as it is', async (_, file, content) => {
    const folder = joinPath(network.home, 'postgres', 'data');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(joinPath(folder, file), content);
    expect(await refusal(network.launch())).toContain(folder);
    expect(await readdir(folder)).toEqual([file]);
  });

  test('that has lost its control file stops the start and is left as it is', async () => {
    const whole = await Network.start(run, 'damaged-whole');
    await whole.stop();
    const folder = joinPath(whole.home, 'postgres', 'data');
    const control = joinPath(folder, 'global', 'pg_control');
    await writeFile(control, 'not a control file');
    expect(await refusal(whole.launch())).toContain(folder);
    expect(await readFile(control, 'utf8')).toBe('not a control file');
    await whole.dispose();
  });
});
