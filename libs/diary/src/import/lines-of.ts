/** One line of a file that is being read. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Undefined where it is too long or not UTF-8. */
  readonly text: string | undefined;
  /** Why there is no text. */
  readonly fault?: string;
}

const LINE_FEED = 0x0a;

/**
 * Splits bytes into lines, holding no more than one: what a line has beyond `maxBytes` is read and
 * forgotten. Blank lines are counted and left out; the last one needs no line feed.
 */
export async function* linesOf(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Uint8Array[] = [];
  let size = 0;
  let number = 0;

  const add = (part: Uint8Array): void => {
    size += part.length;
    if (size > maxBytes) parts = [];
    else parts.push(part);
  };
  const take = (): Line | undefined => {
    const whole = Buffer.concat(parts);
    const tooLong = size > maxBytes;
    parts = [];
    size = 0;
    number += 1;
    if (tooLong) return { number, text: undefined, fault: `is longer than ${maxBytes} bytes` };
    try {
      const text = decoder.decode(whole).trim();
      return text === '' ? undefined : { number, text };
    } catch {
      return { number, text: undefined, fault: 'is not UTF-8' };
    }
  };

  for await (const chunk of bytes) {
    let from = 0;
    for (;;) {
      const at = chunk.indexOf(LINE_FEED, from);
      if (at === -1) break;
      add(chunk.subarray(from, at));
      from = at + 1;
      const line = take();
      if (line) yield line;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  const last = size > 0 ? take() : undefined;
  if (last) yield last;
}
