/**
 * Cuts a client's byte stream into the messages of the Postgres wire protocol 3.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */

export type FrontendMessage =
  /** `bytes` begin with the length; there is no type byte. */
  | { readonly kind: 'startup'; readonly bytes: Buffer }
  | { readonly kind: 'encryption-request' }
  | { readonly kind: 'cancel-request' }
  /** `type` is the first byte as a letter; `bytes` are the whole message. */
  | { readonly kind: 'command'; readonly type: string; readonly bytes: Buffer };

class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
}

/** As in Postgres (MAX_STARTUP_PACKET_LENGTH): whatever else speaks to the port is turned away. */
const LONGEST_STARTUP = 10_000;
/** Far above our largest row (an entry of 100,000 characters, four bytes each). */
const LONGEST_COMMAND = 64 * 1024 * 1024;

const CANCEL_REQUEST = 80_877_102;
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;

export class FrontendMessages {
  #chunks: Buffer[] = [];
  #length = 0;
  #started = false;

  /**
   * Takes what arrived and returns the messages that are now whole.
   * @throws {ProtocolViolation} when it cannot be the wire protocol
   */
  push(chunk: Buffer): FrontendMessage[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const messages: FrontendMessage[] = [];
    for (let size = this.#nextSize(); size > 0; size = this.#nextSize()) {
      messages.push(this.#read(this.#take(size)));
    }
    return messages;
  }

  /** Bytes of the next message, 0 while it is incomplete. */
  #nextSize(): number {
    const typeBytes = this.#started ? 1 : 0;
    if (this.#length < typeBytes + 4) return 0;
    const length = this.#joined().readUInt32BE(typeBytes);
    if (length < 4 || length > (this.#started ? LONGEST_COMMAND : LONGEST_STARTUP)) {
      throw new ProtocolViolation(`A message of ${length} bytes.`);
    }
    const size = typeBytes + length;
    return this.#length >= size ? size : 0;
  }

  #read(bytes: Buffer): FrontendMessage {
    if (this.#started) {
      return { kind: 'command', type: String.fromCharCode(bytes[0] ?? 0), bytes };
    }
    if (bytes.length < 8) throw new ProtocolViolation('A startup message without a version.');
    const code = bytes.readUInt32BE(4);
    if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'encryption-request' };
    if (code === CANCEL_REQUEST) return { kind: 'cancel-request' };
    if (code >>> 16 !== 3) throw new ProtocolViolation(`Protocol version ${code >>> 16}.`);
    this.#started = true;
    return { kind: 'startup', bytes };
  }

  #take(size: number): Buffer {
    const all = this.#joined();
    const rest = all.subarray(size);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return all.subarray(0, size);
  }

  #joined(): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] as Buffer;
  }
}
