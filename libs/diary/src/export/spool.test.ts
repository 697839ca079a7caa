import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { Exports } from './export-diary.ts';
import { Spool } from './spool.ts';

async function read(spool: Spool): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of spool.read()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a spool', () => {
  test('gives a slow reader what a fast writer wrote, and leaves no name behind', async () => {
    const spool = await Spool.open();
    const line = `${'🦋'.repeat(30_000)}\n`;
    for (let count = 0; count < 20; count += 1) await spool.write(line);
    spool.end();
    expect((await read(spool)) === line.repeat(20)).toBe(true);
    await spool.close();
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('moltnet-export-'))).toEqual(
      [],
    );
  });

  test('gives a reader who waits what comes, as it comes', async () => {
    const spool = await Spool.open();
    const lines = spool.read();
    for (const line of ['one\n', 'two\n']) {
      const next = lines.next();
      await spool.write(line);
      expect(String((await next).value)).toBe(line);
    }
    const last = lines.next();
    spool.end();
    expect((await last).done).toBe(true);
    await spool.close();
  });

  test('fails its reader after what was written, where its writer fails', async () => {
    const spool = await Spool.open();
    await spool.write('half');
    spool.end(new Error('the database is gone'));
    const lines = spool.read();
    expect(String((await lines.next()).value)).toBe('half');
    await expect(lines.next()).rejects.toThrow('the database is gone');
    await spool.close();
  });

  test('takes nothing once its reader is gone, and keeps nobody waiting', async () => {
    const spool = await Spool.open();
    const waiting = spool.read().next();
    await spool.close();
    expect((await waiting).done).toBe(true);
    await spool.write('for nobody');
    expect(spool.closed).toBe(true);
  });
});

test('of exports one caller has two at once, all together eight', () => {
  const exports = new Exports();
  const full = expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', retryAfter: 5 });
  const done = ['a', 'a', 'b', 'b', 'c', 'c', 'd'].map((caller) => exports.begin(caller));
  expect(() => exports.begin('a')).toThrow(full);
  done.push(exports.begin('d'));
  expect(() => exports.begin('e')).toThrow(full);
  for (const finished of done) finished();
  expect(() => exports.begin('a')()).not.toThrow();
});
