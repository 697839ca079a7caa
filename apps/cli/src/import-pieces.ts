import { EXIT } from './exit-code.ts';
import { Failure } from './failure.ts';

/** Sent in one request: a few seconds' work, so that a line that breaks costs little. */
const PIECE_BYTES = 1_000_000;
/** The API takes no longer line. */
const LONGEST_LINE_BYTES = 1_500_000;
/** A file that is one JSON document is read whole. */
const LARGEST_DOCUMENT_BYTES = 256_000_000;

/** Whole lines of a file. */
export interface Piece {
  readonly text: string;
  /** From 1. */
  readonly firstLine: number;
}

/**
 * A file in pieces to be sent one by one. A file that is one JSON document over many lines, as
 * exports of mem0 are, becomes a line for each memory.
 * @throws Failure (usage) when it is not UTF-8, or has a line or a document that is too long
 */
export async function* piecesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let firstLine = 1;
  let begun = false;
  for await (const chunk of bytes) {
    text += decoded(decoder, chunk);
    if (!begun && text.trim() !== '') {
      begun = true;
      if (isDocument(text)) return yield* documentPieces(text, decoder, bytes);
    }
    while (text.length >= PIECE_BYTES) {
      const end = text.lastIndexOf('\n', PIECE_BYTES) + 1 || text.indexOf('\n') + 1;
      if (end === 0 && text.length > LONGEST_LINE_BYTES) throw tooLong('A line');
      if (end === 0) break;
      const piece = text.slice(0, end);
      yield { text: piece, firstLine };
      firstLine += piece.split('\n').length - 1;
      text = text.slice(end);
    }
  }
  text += decoded(decoder);
  if (!begun) return;
  if (isDocument(text)) yield* memoriesOf(text);
  else if (text.trim() !== '') yield { text, firstLine };
}

/** Whether it begins as JSON over many lines does: with a bracket that stands alone. */
function isDocument(text: string): boolean {
  return /^[ \t\uFEFF]*[[{][ \t]*\r?\n/.test(text);
}

async function* documentPieces(
  begin: string,
  decoder: TextDecoder,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Piece> {
  let text = begin;
  for await (const chunk of rest) {
    text += decoded(decoder, chunk);
    if (text.length > LARGEST_DOCUMENT_BYTES) throw tooLong('The document');
  }
  yield* memoriesOf(text + decoded(decoder));
}

function* memoriesOf(document: string): Generator<Piece> {
  const value = parsed(document);
  const results = Array.isArray(value) ? value : (value as { results?: unknown }).results;
  const memories: unknown[] = Array.isArray(results) ? results : [value];
  let lines: string[] = [];
  let firstLine = 1;
  let size = 0;
  for (const memory of memories) {
    const line = JSON.stringify(memory);
    if (size + line.length > PIECE_BYTES && lines.length > 0) {
      yield { text: lines.join('\n'), firstLine };
      firstLine += lines.length;
      lines = [];
      size = 0;
    }
    lines.push(line);
    size += line.length;
  }
  if (lines.length > 0) yield { text: lines.join('\n'), firstLine };
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch (cause) {
    throw new Failure(EXIT.usage, 'The file is neither lines of JSON nor one JSON document', {
      cause,
    });
  }
}

function decoded(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new Failure(EXIT.usage, 'The file is not UTF-8 text', { cause });
  }
}

function tooLong(what: string): Failure {
  return new Failure(EXIT.usage, `${what} of the file is too long`);
}
