import { describe, expect, test } from 'vitest';
import { type Piece, piecesOf } from './import-pieces.ts';

async function pieces(...chunks: (string | Uint8Array)[]): Promise<Piece[]> {
  async function* bytes() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  const found: Piece[] = [];
  for await (const piece of piecesOf(bytes())) found.push(piece);
  return found;
}

describe('a file in pieces', () => {
  test.each<[string, string[], Piece[]]>([
    ['none of nothing', ['\n', ' \n'], []],
    ['lines as they are', ['{"a":1}\n{"b', '":2}'], [{ text: '{"a":1}\n{"b":2}', firstLine: 1 }]],
    [
      'a document, a line for each memory',
      ['{\n "results": [\n', '{"memory":"a\\nb"},{"memory":"c"}]}'],
      [{ text: '{"memory":"a\\nb"}\n{"memory":"c"}', firstLine: 1 }],
    ],
    ['a list that is one', ['[\n{"memory":"a"}\n]\n'], [{ text: '{"memory":"a"}', firstLine: 1 }]],
    [
      'a document that is one memory',
      ['{\n"memory":"a"\n}'],
      [{ text: '{"memory":"a"}', firstLine: 1 }],
    ],
  ])('%s', async (_, chunks, expected) => {
    expect(await pieces(...chunks)).toEqual(expected);
  });

  test('are of about a megabyte, of whole lines, and know where they begin', async () => {
    const line = `{"memory":"${'x'.repeat(400_000)}"}`;
    const found = await pieces(...Array.from({ length: 7 }, () => `${line}\n`));
    expect(found.map(({ firstLine }) => firstLine)).toEqual([1, 3, 5, 7]);
    expect(found.map(({ text }) => text).join('')).toBe(`${line}\n`.repeat(7));
  });

  test.each<[string, (string | Uint8Array)[]]>([
    ['not UTF-8', [Uint8Array.of(0x61, 0xff, 0x0a)]],
    ['cut in the middle of a character', ['{}\n', Uint8Array.of(0xf0, 0x9f)]],
    ['a broken document', ['{\n"results": [']],
    ['one line without an end', Array.from({ length: 20 }, () => 'x'.repeat(100_000))],
  ])('that is %s is not understood', async (_, chunks) => {
    await expect(pieces(...chunks)).rejects.toMatchObject({ exitCode: 2 });
  });
});
