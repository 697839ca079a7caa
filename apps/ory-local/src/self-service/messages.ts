import type { UiText } from '@ory/client';

/** A text with the number by which Ory's clients know it. */
export type Message = UiText;

const info = (id: number, text: string, context?: object): Message =>
  message('info', id, text, context);
const error = (id: number, text: string, context?: object): Message =>
  message('error', id, text, context);
const success = (id: number, text: string): Message => message('success', id, text);

function message(type: Message['type'], id: number, text: string, context?: object): Message {
  return { id, text, type, ...(context === undefined ? {} : { context }) };
}

export const labelId = info(1_070_004, 'ID');
export const labelEmail = info(1_070_007, 'Email');
export const labelPassword = info(1_070_001, 'Password');
export const labelSave = info(1_070_003, 'Save');
export const labelSubmit = info(1_070_005, 'Submit');
export const labelRecoveryCode = info(1_070_010, 'Recovery code');
export const signInWithPassword = info(1_010_022, 'Sign in with password');
export const signUp = info(1_040_001, 'Sign up');
export const labelTrait = (title: string, name: string): Message =>
  info(1_070_002, title, { title, name });

export const confirmItIsYou = info(
  1_010_003,
  'Please confirm this action by verifying that it is you.',
);
export const settingsSaved = success(1_050_001, 'Your changes have been saved!');
export const recovered = (minutes: number): Message =>
  info(
    1_060_001,
    `You successfully recovered your account. Please change your password or set up an alternative login method (e.g. social sign in) within the next ${minutes.toFixed(2)} minutes.`,
    { privileged_session_expires_in_minutes: minutes },
  );
export const recoveryEmailSent = info(
  1_060_003,
  'An email containing a recovery code has been sent to the email address you provided. If you have not received an email, check the spelling of the address and make sure to use the address you registered with.',
);
export const enterRecoveryCode = info(1_060_003, 'Enter the recovery code that you were given.');

export const invalid = (reason: string): Message => error(4_000_001, reason, { reason });
export const missing = (property: string): Message =>
  error(4_000_002, `Property ${property} is missing.`, { property });
export const invalidCredentials = error(
  4_000_006,
  'The provided credentials are invalid, check for spelling mistakes in your password or username, email address, or phone number.',
);
export const accountExists = error(
  4_000_007,
  'An account with the same identifier (email, phone, username, ...) exists already.',
);
export const passwordTooSimilar = error(
  4_000_031,
  'The password can not be used because it is too similar to the identifier.',
);
export const passwordTooShort = (min_length: number, actual_length: number): Message =>
  error(
    4_000_032,
    `The password must be at least ${min_length} characters long, but got ${actual_length}.`,
    { min_length, actual_length },
  );
export const passwordTooLong = (max_length: number, actual_length: number): Message =>
  error(
    4_000_033,
    `The password must be at most ${max_length} characters long, but got ${actual_length}.`,
    { max_length, actual_length },
  );
export const recoveryCodeInvalid = error(
  4_060_006,
  'The recovery code is invalid or has already been used. Please try again.',
);

const EXPIRED = {
  login: 4_010_001,
  registration: 4_040_001,
  settings: 4_050_001,
  recovery: 4_060_005,
} as const;

/** @param expiredAt RFC 3339. */
export function flowExpired(kind: keyof typeof EXPIRED, expiredAt: string): Message {
  const minutes = (Date.now() - Date.parse(expiredAt)) / 60_000;
  return error(
    EXPIRED[kind],
    `The ${kind} flow expired ${minutes.toFixed(2)} minutes ago, please try again.`,
    { expired_at: expiredAt },
  );
}
