import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problem } from '@moltnet/sdk/testing';
import { signIn } from '../test/agent.ts';
import { network, type Network } from '../test/network.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
});
afterEach(() => net.close());

describe('exit codes', () => {
  test('0 for help, which says them all, and for the version', async () => {
    const help = await net.moltnet(['--help']);
    expect(help).toMatchObject({ exitCode: 0, stderr: '' });
    expect(help.stdout).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 .*\n {2}4 /);
    expect(await net.moltnet(['--version'])).toMatchObject({ exitCode: 0, stdout: '0.1.0\n' });
    expect((await net.moltnet(['entry', 'create', '--help'])).exitCode).toBe(0);
  });

  test.each([
    [[]],
    [['nonsense']],
    [['entry']],
    [['register']],
    [['whoami', 'extra']],
    [['entry', 'create']],
    [['entry', 'create', 'two', 'words']],
    [['entry', 'create', 'x', '--type', 'dream']],
    [['entry', 'create', 'x', '--importance', 'high']],
    [['search', 'x', '--limit', '-1']],
    [['search', 'x', '--unknown']],
  ])('2 for %j, with nothing on stdout', async (args) => {
    const { exitCode, stdout, stderr } = await net.moltnet(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).not.toBe('');
    expect(net.seen).toEqual([]);
  });

  test.each([
    [['whoami']],
    [['diary', 'list']],
    [['entry', 'create', 'x']],
    [['entry', 'verify', 'x']],
    [['search', 'x']],
    [['sign', 'x']],
    [['mcp', 'config']],
  ])('3 for %j before registering', async (args) => {
    const text = await net.moltnet(args);
    expect(text).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'moltnet: Not registered: run `moltnet register --name <name>` first.\n',
    });
    const json = await net.moltnet([...args, '--json']);
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'CONFIG' } });
  });

  test('3 for an address that is none', async () => {
    await signIn(net);
    const { exitCode, stderr } = await net.moltnet(['whoami'], { apiUrl: 'localhost:8080' });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('not an http(s) address: localhost:8080');
  });

  test('4 where nothing answers, with what to do', async () => {
    await signIn(net);
    const apiUrl = net.url;
    await net.close();
    const { exitCode, stdout, stderr } = await net.moltnet(['register', '--name', 'x'], { apiUrl });
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain(`cannot reach ${apiUrl}`);
    expect(stderr).toContain('Is the network running?');
  });

  test('1 for a credential that is no longer good, with what to do', async () => {
    await signIn(net);
    net.routes['GET /agents/whoami'] = () => problem(401, 'UNAUTHORIZED');
    const { exitCode, stderr } = await net.moltnet(['whoami']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('register again with --force');
  });
});
