/** What an operator asked for cannot be done now; the message says why, and what can. */
export class RollRefusedError extends Error {
  override readonly name = 'RollRefusedError';
}
