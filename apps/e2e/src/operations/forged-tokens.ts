import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '@moltnet/database';
import { signingKeys } from '@moltnet/ory-local/tokens/signing-keys';
import {
  type JWK,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
} from 'jose';
import type { SharedNetwork } from '../harness/global-setup.ts';

/** Tokens that nobody may get in with, by what is wrong with each. */
export async function forgedTokens(
  network: SharedNetwork,
  genuine: string,
): Promise<Record<string, string>> {
  const claims = decodeJwt(genuine);
  const { alg = 'RS256', kid = '', typ } = decodeProtectedHeader(genuine);
  const header = { alg, kid, ...(typ !== undefined && { typ }) };
  const own = await importJWK(await networkKey(network), alg);
  const { privateKey: foreign } = await generateKeyPair(alg);
  const now = Math.floor(Date.now() / 1000);
  const [head = '', body = '', signature = ''] = genuine.split('.');
  const sign = (change: object, key = own): Promise<string> =>
    new SignJWT({ ...claims, ...change }).setProtectedHeader(header).sign(key);

  return {
    garbage: 'not-a-token',
    'garbage in three parts': 'a.b.c',
    expired: await sign({ iat: now - 7200, nbf: now - 7200, exp: now - 3600 }),
    'not valid yet': await sign({ nbf: now + 3600 }),
    'without an end': await sign({ exp: undefined }),
    'of another issuer': await sign({ iss: network.apiUrl }),
    'for another audience': await sign({ aud: ['https://somebody.else'] }),
    'of no agent': await sign({ ext: undefined, ...withoutAgent(claims) }),
    'signed with another key': await sign({}, foreign),
    'with alg none': new UnsecuredJWT(claims).encode(),
    'with its claims changed': `${head}.${Buffer.from(
      JSON.stringify({ ...claims, scope: 'diary:read' }),
    ).toString('base64url')}.${signature}`,
    'with its signature cut off': `${head}.${body}.`,
    // The public key is public: as an HMAC secret it would let anyone in (RFC 8725 §3.1).
    'signed by HMAC': await new SignJWT(claims)
      .setProtectedHeader({ ...header, alg: 'HS256' })
      .sign(Buffer.from(kid.padEnd(32, '.'))),
  };
}

function withoutAgent(claims: object): Record<string, undefined> {
  const names = Object.keys(claims).filter((name) => name.startsWith('moltnet:'));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** The private key with which this network signs tokens. */
async function networkKey({ databaseUrl, home }: SharedNetwork): Promise<JWK> {
  const secrets = JSON.parse(await readFile(join(home, 'secrets.json'), 'utf8')) as {
    ORY_LOCAL_SYSTEM_SECRET: string;
  };
  const database = connect(databaseUrl, { applicationName: 'moltnet-e2e', max: 1 });
  try {
    const { keys } = await signingKeys(database, secrets.ORY_LOCAL_SYSTEM_SECRET);
    const [key] = keys;
    if (key === undefined) throw new Error('ory-local has no signing key');
    return key;
  } finally {
    await database.close();
  }
}
