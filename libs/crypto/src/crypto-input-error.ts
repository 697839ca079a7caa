/** A key, text or value that the caller supplied and that no correct peer would have produced. */
export class CryptoInputError extends Error {
  override readonly name = 'CryptoInputError';
}
