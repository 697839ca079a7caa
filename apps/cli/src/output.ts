import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type InspectColor, styleText } from 'node:util';

/** Colours text where the stream is a terminal and NO_COLOR is not set. */
export type Paint = (style: InspectColor, text: string) => string;

/** Data goes to stdout, talk to stderr. */
export class Output {
  readonly #stdout: NodeJS.WritableStream;
  readonly #stderr: NodeJS.WritableStream;

  constructor(stdout: NodeJS.WritableStream, stderr: NodeJS.WritableStream) {
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /** Prints what the command was asked for: exact JSON, or a text for people. */
  result(json: boolean, value: unknown, text: (paint: Paint) => string): void {
    if (json) return this.json(value);
    const shown = text((style, part) => styleText(style, part, { stream: this.#stdout }));
    if (shown !== '') this.#stdout.write(`${shown}\n`);
  }

  /** Prints what is JSON for people too. */
  json(value: unknown): void {
    this.#stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** Prints bytes as they come, at the speed of whoever reads them. */
  async stream(bytes: Readable): Promise<void> {
    await pipeline(bytes, this.#stdout, { end: false });
  }

  /** Prints help that was asked for. */
  help(text: string): void {
    this.#stdout.write(text);
  }

  /** Says how the command is used, where it was not understood. */
  usage(text: string): void {
    this.#stderr.write(text);
  }

  /** Says something beside the result. */
  note(text: string): void {
    this.#stderr.write(`${styleText('dim', text, { stream: this.#stderr })}\n`);
  }

  /** Says why there is no result. */
  failure(json: boolean, value: unknown, text: string): void {
    const mark = styleText('red', 'moltnet:', { stream: this.#stderr });
    this.#stderr.write(`${json ? JSON.stringify(value) : `${mark} ${text}`}\n`);
  }
}
