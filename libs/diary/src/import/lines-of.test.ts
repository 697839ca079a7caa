import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { type Line, linesOf } from './lines-of.ts';

async function read(chunks: readonly (string | Uint8Array)[], maxBytes = 100): Promise<Line[]> {
  async function* bytes() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  const lines: Line[] = [];
  for await (const line of linesOf(bytes(), maxBytes)) lines.push(line);
  return lines;
}

describe('the lines of a file', () => {
  test.each<[string, (string | Uint8Array)[], Line[]]>([
    ['none of nothing', [], []],
    ['none of line feeds', ['\n\n', '\r\n'], []],
    [
      'in any chunks',
      ['o', 'ne\ntw', 'o\n', '\n', 'four'],
      [
        { number: 1, text: 'one' },
        { number: 2, text: 'two' },
        { number: 4, text: 'four' },
      ],
    ],
    [
      'with carriage returns and a byte order mark',
      ['\ufeffone\r\n'],
      [{ number: 1, text: 'one' }],
    ],
    [
      'with a character that two chunks share',
      [Uint8Array.of(0xf0, 0x9f), Uint8Array.of(0xa6, 0x8b, 0x0a)],
      [{ number: 1, text: '🦋' }],
    ],
    [
      'that are not UTF-8 by themselves',
      [Uint8Array.of(0x61, 0xff, 0x0a), 'b\n'],
      [
        { number: 1, text: undefined, fault: 'is not UTF-8' },
        { number: 2, text: 'b' },
      ],
    ],
    [
      'that are too long by themselves',
      ['x'.repeat(60), 'x'.repeat(60), '\nb\n', 'y'.repeat(101)],
      [
        { number: 1, text: undefined, fault: 'is longer than 100 bytes' },
        { number: 2, text: 'b' },
        { number: 3, text: undefined, fault: 'is longer than 100 bytes' },
      ],
    ],
  ])('%s', async (_, chunks, expected) => {
    expect(await read(chunks)).toEqual(expected);
  });

  test('are the same however the bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 20 })),
        fc.array(fc.nat(40)),
        async (texts, cuts) => {
          const whole = Buffer.from(texts.join('\n'));
          const places = cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b);
          const chunks = [0, ...places].map((from, index) =>
            whole.subarray(from, places[index] ?? whole.length),
          );
          expect(await read(chunks)).toEqual(await read([whole]));
        },
      ),
    );
  });
});
