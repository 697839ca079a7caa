/** Who this machine is on a network. The private key and the secret never leave the file. */
export interface Profile {
  apiUrl: string;
  name: string;
  identityId: string;
  fingerprint: string;
  did: string;
  publicKey: string;
  privateKey: string;
  clientId: string;
  clientSecret: string;
}

/** A registration that has been sent, or was about to be, and whose answer is not known. */
export interface PendingRegistration {
  apiUrl: string;
  name: string;
  publicKey: string;
  privateKey: string;
  nonce: string;
  /** The enrolment token that it is sent with, if any. */
  token?: string;
}

const PROFILE_FIELDS = [
  'apiUrl',
  'name',
  'identityId',
  'fingerprint',
  'did',
  'publicKey',
  'privateKey',
  'clientId',
  'clientSecret',
] as const satisfies readonly (keyof Profile)[];

const PENDING_FIELDS = [
  'apiUrl',
  'name',
  'publicKey',
  'privateKey',
  'nonce',
] as const satisfies readonly (keyof PendingRegistration)[];

/** @throws SyntaxError when `text` is not a profile; the message holds none of its values. */
export function parseProfile(text: string): Profile {
  return parseFields(text, PROFILE_FIELDS);
}

/** @throws SyntaxError when `text` is not a pending registration. */
export function parsePendingRegistration(text: string): PendingRegistration {
  const { token } = parseObject(text);
  const pending = parseFields(text, PENDING_FIELDS);
  return typeof token === 'string' ? { ...pending, token } : pending;
}

function parseFields<Field extends string>(
  text: string,
  fields: readonly Field[],
): Record<Field, string> {
  const value = parseObject(text);
  const missing = fields.filter((field) => typeof value[field] !== 'string');
  if (missing.length > 0) throw new SyntaxError(`it has no ${missing.join(', ')}`);
  return Object.fromEntries(fields.map((field) => [field, value[field]])) as Record<Field, string>;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // JSON.parse quotes what it could not read, which may be a key.
  }
  throw new SyntaxError('it is not a JSON object');
}
