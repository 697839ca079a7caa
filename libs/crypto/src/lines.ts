import { CryptoInputError } from './crypto-input-error.ts';
import { utf8 } from './utf8.ts';

/**
 * The fields as UTF-8 lines, the first of which says what the rest are for.
 * @throws CryptoInputError when a field holds a line feed, which would move the fields.
 */
export function lines(domain: `moltnet:${string}`, ...fields: string[]): Uint8Array {
  if (fields.some((field) => field.includes('\n'))) {
    throw new CryptoInputError('a signed field holds a line feed');
  }
  return utf8([domain, ...fields].join('\n'));
}
