import { createHash, randomBytes } from 'node:crypto';

/** What a session is presented by: programs send a token as a header, browsers a cookie. */
export type SessionCarrier = 'token' | 'cookie';

// The prefix keeps the one from being presented as the other, which Kratos does by encrypting
// cookies. Without it a token would open a session in a browser without its CSRF protection.
const PREFIXES = { token: 'ory_st_', cookie: 'ory_sc_' } as const;

const SHAPE = /^ory_s[tc]_[\w-]{43}$/;

/** 256 random bits. */
export const newSessionSecret = (carrier: SessionCarrier): string =>
  `${PREFIXES[carrier]}${randomBytes(32).toString('base64url')}`;

/** Whether this can be the secret of a session that is presented by `carrier`. */
export const isSessionSecret = (text: string, carrier: SessionCarrier): boolean =>
  text.startsWith(PREFIXES[carrier]) && SHAPE.test(text);

/** How a secret is stored: who reads the table can open no session. */
export const sessionSecretHash = (secret: string): Buffer =>
  createHash('sha256').update(secret).digest();
