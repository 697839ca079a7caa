import { LIMITS } from '@moltnet/contract';
import { describe, expect, test } from 'vitest';
import { OpenStreams } from './open-streams.ts';

const { perCaller, perProcess, anonymousPerProcess } = LIMITS.streams;
const member = (name: string) => ({ name, anonymous: false });
const anyone = (name: string) => ({ name, anonymous: true });

describe('a process has room for so many streams', () => {
  test('of one caller', () => {
    const streams = new OpenStreams();
    const places = Array.from({ length: perCaller }, () => streams.take(member('a')));
    expect(() => streams.take(member('a'))).toThrow(
      expect.objectContaining({ code: 'RATE_LIMIT_EXCEEDED' }),
    );
    places[0]?.();
    expect(streams.take(member('a'))).toBeTypeOf('function');
    expect(streams.take(member('b'))).toBeTypeOf('function');
  });

  test('of those who are nobody in particular, and members still have theirs', () => {
    const streams = new OpenStreams();
    const places = Array.from({ length: anonymousPerProcess }, (_, index) =>
      streams.take(anyone(String(index))),
    );
    const full = expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', retryAfter: 30 });
    expect(() => streams.take(anyone('one more'))).toThrow(full);
    for (let count = anonymousPerProcess; count < perProcess; count += 1) {
      streams.take(member(`m${count}`));
    }
    expect(() => streams.take(member('one more'))).toThrow(full);
    places[0]?.();
    expect(streams.take(anyone('one more'))).toBeTypeOf('function');
  });

  test('and none when it stops', () => {
    const streams = new OpenStreams();
    streams.closeAll();
    expect(() => streams.take(member('a'))).toThrow(
      expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 }),
    );
  });
});
