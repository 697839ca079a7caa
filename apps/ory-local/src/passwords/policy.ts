import {
  passwordTooLong,
  passwordTooShort,
  passwordTooSimilar,
  type Message,
} from '../self-service/messages.ts';

/** Kratos' default (`methods.password.config.min_password_length`). */
const MIN_PASSWORD_LENGTH = 8;
/** Longer than any passphrase; what comes here is hashed. */
const MAX_PASSWORD_LENGTH = 1024;
/** A shorter part of a login name is in many good passwords. */
const MIN_SIMILAR = 5;

/** Why a new password is refused; undefined when it is not. Lengths in code points. */
export function passwordFault(
  password: string,
  identifiers: readonly string[],
): Message | undefined {
  const { length } = [...password];
  if (length < MIN_PASSWORD_LENGTH) return passwordTooShort(MIN_PASSWORD_LENGTH, length);
  if (length > MAX_PASSWORD_LENGTH) return passwordTooLong(MAX_PASSWORD_LENGTH, length);
  const lower = password.toLowerCase();
  const names = identifiers.flatMap((one) => [one, one.split('@', 1)[0] ?? one]);
  const similar = names.some(
    (name) => name.length >= MIN_SIMILAR && (lower.includes(name) || name.includes(lower)),
  );
  return similar ? passwordTooSimilar : undefined;
}
