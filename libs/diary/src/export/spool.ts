import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHUNK = 64 * 1024;

/**
 * A file between a writer who must not wait and a reader who may be slow: what is written can be
 * read at once, in the reader's own time. It has no name, so it goes with the process at the latest.
 */
export class Spool {
  readonly #file: FileHandle;
  #written = 0;
  #ended = false;
  #failure: unknown;
  #closed = false;
  #changed = Promise.withResolvers<void>();

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(): Promise<Spool> {
    const path = join(tmpdir(), `moltnet-export-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    return new Spool(file);
  }

  /** Whether nobody reads any more. */
  get closed(): boolean {
    return this.#closed;
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    if (this.#closed) return;
    await this.#file.write(bytes, 0, bytes.length, this.#written);
    this.#written += bytes.length;
    this.#wake();
  }

  /** There is no more to come, or, with `failure`, what was to come cannot. */
  end(failure?: unknown): void {
    this.#ended = true;
    this.#failure = failure;
    this.#wake();
  }

  /** All that is written, until the end. @throws what the writer failed with */
  async *read(): AsyncGenerator<Buffer> {
    let position = 0;
    while (!this.#closed) {
      const changed = this.#changed.promise;
      if (position < this.#written) {
        const size = Math.min(CHUNK, this.#written - position);
        const chunk = Buffer.allocUnsafe(size);
        const { bytesRead } = await this.#file.read(chunk, 0, size, position);
        position += bytesRead;
        yield chunk.subarray(0, bytesRead);
      } else if (this.#ended) {
        if (this.#failure !== undefined) throw this.#failure;
        return;
      } else {
        await changed;
      }
    }
  }

  /** The reader has enough: what is still written goes nowhere. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#file.close();
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
