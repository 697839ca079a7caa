import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { OryError } from '../errors.ts';
import { Gate } from './gate.ts';

const argon2id = promisify(argon2).bind(null, 'argon2id');

/** OWASP's first choice for Argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;

/** Two at once keep two cores busy and 38 MiB; who comes after 64 others is told to come later. */
const gate = new Gate({ running: 2, waiting: 64 });

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`: the PHC format, which Kratos imports as it is. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt);
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${phc(salt)}$${phc(hash)}`;
}

/**
 * Whether this is the password that was hashed. Takes as long without a hash, so that the time of
 * an answer does not tell who has an account.
 */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
): Promise<boolean> {
  const [, , , , salt, hash] = (stored ?? NOBODY).split('$');
  if (salt === undefined || hash === undefined) throw new Error('a password hash that is none');
  const derived = await derive(password, Buffer.from(salt, 'base64'));
  const equal = timingSafeEqual(derived, Buffer.from(hash, 'base64'));
  return equal && stored !== undefined;
}

const NOBODY = `$argon2id$v=19$m=19456,t=2,p=1$${phc(randomBytes(16))}$${phc(Buffer.alloc(TAG_BYTES))}`;

/** NFKC, so that one password typed on two keyboards is one (NIST SP 800-63B, 3.1.1.2). */
async function derive(password: string, salt: Buffer): Promise<Buffer> {
  const message = password.normalize('NFKC');
  const run = async (): Promise<Buffer> =>
    argon2id({ ...COST, message, nonce: salt, tagLength: TAG_BYTES });
  const derived = await gate.enter(run);
  if (derived === undefined)
    throw new OryError(429, 'Too many sign-ins at once', 'Try again in some seconds.');
  return derived;
}

function phc(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
