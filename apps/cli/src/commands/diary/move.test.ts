import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diary, page, signIn } from '../../../test/agent.ts';
import { network, type Network } from '../../../test/network.ts';

let net: Network;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moltnet-move-'));
  net = await network();
  await signIn(net);
  net.routes['GET /diaries'] = page(diary);
});
afterEach(async () => {
  await net.close();
  await rm(folder, { recursive: true });
});

const report = {
  format: 'mem0',
  imported: 2,
  relations: 1,
  skipped: 1,
  refused: [{ line: 2, reason: 'is not JSON' }],
  refusedCount: 1,
  complete: false,
};

describe('diary export', () => {
  beforeEach(() => {
    net.routes[`GET /diaries/${diary.id}/export`] = () => ({ body: { type: 'end', entries: 0 } });
  });

  test('prints the lines, or writes them to a new file', async () => {
    expect((await net.moltnet(['diary', 'export'])).stdout.trim()).toBe(
      '{"type":"end","entries":0}',
    );
    const out = join(folder, 'out.ndjson');
    const args = ['diary', 'export', '--diary', diary.id, '--out', out];
    expect(await net.moltnet(args)).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await readFile(out, 'utf8')).trim()).toBe('{"type":"end","entries":0}');
    expect(await net.moltnet(args)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('is there already'),
    });
  });

  test('of a diary that is not there is the problem', async () => {
    const args = ['diary', 'export', '--diary', '018f0000-0000-7000-8000-0000000000ff'];
    expect(await net.moltnet(args)).toMatchObject({ exitCode: 1 });
  });
});

describe('diary import', () => {
  const route = `POST /diaries/${diary.id}/import`;

  test('sends a file in pieces, and counts its lines through', async () => {
    net.routes[route] = () => ({ body: report });
    const line = `{"memory":"${'x'.repeat(400_000)}"}\n`;
    const { stdout, exitCode } = await net.moltnet(['diary', 'import', '-', '--json'], {
      stdin: line.repeat(4),
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ...report,
      imported: 4,
      relations: 2,
      skipped: 2,
      refused: [report.refused[0], { line: 4, reason: 'is not JSON' }],
      refusedCount: 2,
    });
    const sent = net.seen.filter(({ path }) => path.endsWith('/import'));
    expect(sent.map(({ headers }) => headers['content-type'])).toEqual(
      Array.from({ length: 2 }, () => 'application/x-ndjson'),
    );
    // What the first piece was found to be, the others are.
    expect(sent.map(({ query }) => query)).toEqual([[], [['format', 'mem0']]]);
  });

  test('says what was refused, and that an export was cut off', async () => {
    net.routes[route] = () => ({ body: { ...report, format: 'moltnet' } });
    const file = join(folder, 'in.ndjson');
    await writeFile(file, '{"type":"export"}\nbroken\n');
    const { stdout, stderr } = await net.moltnet(['diary', 'import', file, '--format', 'moltnet']);
    expect(stdout).toContain('line 2  is not JSON');
    expect(stderr).toContain('cut off');
  });

  test('of a file that is not there is not understood', async () => {
    const { exitCode, stderr } = await net.moltnet(['diary', 'import', join(folder, 'none')]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('ENOENT')]);
  });
});
