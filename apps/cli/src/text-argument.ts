import { EXIT } from './exit-code.ts';
import { Failure } from './failure.ts';

/** 100,000 characters of 4 bytes: more can be no content and no message (API.md). */
const MOST_BYTES = 400_000;

/**
 * A text argument, or all of stdin where it is `-`, to the byte: a line feed at its end counts.
 * @throws Failure (usage) when stdin is too long or not UTF-8.
 */
export async function textArgument(
  argument: string,
  stdin: NodeJS.ReadableStream,
): Promise<string> {
  if (argument !== '-') return argument;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MOST_BYTES)
      throw new Failure(EXIT.usage, `stdin holds more than ${MOST_BYTES} bytes`);
    chunks.push(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new Failure(EXIT.usage, 'stdin is not UTF-8 text', { cause });
  }
}
