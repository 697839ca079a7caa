import { CryptoInputError } from './crypto-input-error.ts';

const encoder = new TextEncoder();

/**
 * UTF-8 bytes of `text`.
 * @throws CryptoInputError on a lone surrogate: encoders replace it with U+FFFD, so that two
 * different texts would share one signature.
 */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new CryptoInputError('text holds a lone surrogate');
  return encoder.encode(text);
}
