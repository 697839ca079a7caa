import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { createOry, type Ory } from '../src/ory/create-ory.ts';
import { projectUrls } from '../src/ory/ory-urls.ts';
import {
  createTokenVerifier,
  type TokenVerifier,
  type TokenVerifierOptions,
} from '../src/tokens/verifier.ts';
import { json, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

/** What the hook puts into an agent's token. */
export const CLAIMS = {
  'moltnet:identity_id': '018f0000-0000-7000-8000-00000000000a',
  'moltnet:public_key': 'ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
  'moltnet:fingerprint': '21FE-31DF-A154-A261',
  'moltnet:subject_type': 'agent',
};
/** Whom it makes of the bearer. */
export const PRINCIPAL = {
  kind: 'agent',
  identityId: CLAIMS['moltnet:identity_id'],
  clientId: 'client-1',
  publicKey: CLAIMS['moltnet:public_key'],
  fingerprint: CLAIMS['moltnet:fingerprint'],
  scopes: ['diary:read', 'diary:write'],
};
export const REFUSAL = {
  code: 'UNAUTHORIZED',
  message: 'The access token is not valid or has expired.',
};

export const FIRST_KEY = await signingKey('key-1');
export const SECOND_KEY = await signingKey('key-2');

export async function signingKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  return { kid, privateKey, jwk };
}

/** Hydra, whose answers a test decides, and verifiers of its tokens. */
export class TokenIssuer {
  readonly server: ScriptedServer;
  /** What it gives out; the first key, unless a test says otherwise. */
  keys: unknown[] = [FIRST_KEY.jwk];
  readonly #ory: Ory;

  static async start(): Promise<TokenIssuer> {
    return new TokenIssuer(await startScriptedServer(json(200, {})));
  }

  private constructor(server: ScriptedServer) {
    this.server = server;
    this.#ory = createOry({ urls: projectUrls(server.url), apiKey: 'key', timeoutMs: 500 });
    server.answer((response, request) => json(200, { keys: this.keys })(response, request));
  }

  verifier(options: Partial<TokenVerifierOptions> = {}): TokenVerifier {
    return createTokenVerifier({
      hydraUrl: this.server.url,
      introspect: this.#ory.introspect,
      timeoutMs: 300,
      ...options,
    });
  }

  /** A JWT as it signs them; `expires` in seconds from now. */
  token(payload: JWTPayload = {}, { key = FIRST_KEY, expires = 3600 } = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      client_id: 'client-1',
      scp: ['diary:read', 'diary:write', 'offline'],
      ext: CLAIMS,
      iss: this.server.url,
      iat: now,
      exp: now + expires,
      ...payload,
    })
      .setProtectedHeader({ alg: 'RS256', kid: key.kid })
      .sign(key.privateKey);
  }

  async stop(): Promise<void> {
    this.#ory.close();
    await this.server.stop();
  }
}

/** What it says of an opaque token that is live. */
export function introspected() {
  return {
    active: true,
    token_use: 'access_token',
    client_id: 'client-1',
    scope: 'diary:read diary:write offline',
    ext: CLAIMS,
    exp: Math.floor(Date.now() / 1000) + 3600,
  };
}
