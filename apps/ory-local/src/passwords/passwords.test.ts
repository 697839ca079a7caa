import { expect, test } from 'vitest';
import { Gate } from './gate.ts';
import { hashPassword, verifyPassword } from './hash.ts';

test('a password is known by its hash, which is Argon2id in the PHC format', async () => {
  const hash = await hashPassword('correct horse');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await verifyPassword('correct horse', hash)).toBe(true);
  expect(await verifyPassword('correct Horse', hash)).toBe(false);
  expect(await verifyPassword('correct horse', undefined)).toBe(false);
  expect(await hashPassword('correct horse')).not.toBe(hash);
});

test('one password typed on two keyboards is one', async () => {
  const hash = await hashPassword('caf\u00e9 \u212b');
  expect(await verifyPassword('cafe\u0301 \u00c5', hash)).toBe(true);
});

test('so many run at once, so many wait, the rest is turned away', async () => {
  const gate = new Gate({ running: 2, waiting: 3 });
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  const work = async (): Promise<string> => {
    running += 1;
    most = Math.max(most, running);
    await opened;
    running -= 1;
    return 'done';
  };
  const entered = Array.from({ length: 8 }, () => gate.enter(work));
  expect(await Promise.all(entered.slice(5))).toEqual([undefined, undefined, undefined]);
  open();
  expect(await Promise.all(entered.slice(0, 5))).toEqual(Array(5).fill('done'));
  expect(most).toBe(2);
  expect(await gate.enter(work)).toBe('done');
});

test('work that fails makes room as work that succeeds does', async () => {
  const gate = new Gate({ running: 1, waiting: 1 });
  const failing = gate.enter(() => Promise.reject(new Error('no')));
  const next = gate.enter(async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
});
