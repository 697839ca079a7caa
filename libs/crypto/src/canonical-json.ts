import canonicalize from 'canonicalize';
import { CryptoInputError } from './crypto-input-error.ts';

/**
 * JSON by RFC 8785: no white space, keys by UTF-16 code unit, ECMAScript numbers, minimal escapes.
 * @throws CryptoInputError for what JSON cannot say exactly: a lone surrogate, NaN, an infinity,
 * a bigint, a cycle, or nothing at all (undefined, a function).
 */
export function canonicalJson(value: unknown): string {
  const json = attempt(value);
  if (json === undefined) throw new CryptoInputError('value has no JSON form');
  return json;
}

function attempt(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch (error) {
    throw new CryptoInputError('value has no canonical JSON form', { cause: error });
  }
}
