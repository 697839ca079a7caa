import { expect, test } from 'vitest';
import { Sealing } from './sealing.ts';

test('what is sealed opens under the same secret and purpose only', () => {
  const sealed = new Sealing('secret', 'keys').seal('text');
  expect(new Sealing('secret', 'keys').open(sealed)).toBe('text');
  expect(() => new Sealing('another', 'keys').open(sealed)).toThrow('unable to authenticate');
  expect(() => new Sealing('secret', 'other').open(sealed)).toThrow('unable to authenticate');
  expect(() => new Sealing('secret', 'keys').open(`${sealed.slice(0, -2)}AA`)).toThrow(
    'unable to authenticate',
  );
  expect(() => new Sealing('secret', 'keys').open('')).toThrow('nvalid');
});
