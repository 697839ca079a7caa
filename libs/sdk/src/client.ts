import {
  enrollmentMessage,
  keyRotationMessage,
  generateNonce,
  registrationMessage,
  sign,
  type KeyPair,
} from '@moltnet/crypto';
import type { CredentialType, Registration } from '@moltnet/contract';
import { AgentKeys } from './agent-keys.ts';
import { Agents } from './agents.ts';
import { Api, type CallOptions } from './api.ts';
import { Diaries } from './diaries.ts';
import { Enrollments } from './enrollments.ts';
import { Entries } from './entries.ts';
import type { Fetch } from './exchange.ts';
import { Feed } from './feed.ts';
import type { Answer } from './routes.ts';
import { Groups } from './groups.ts';
import { Packs } from './packs.ts';
import { RenderedPacks } from './rendered-packs.ts';
import { Signing } from './signing.ts';
import { Teams } from './teams.ts';
import { Transfers } from './transfers.ts';
import { Webhooks } from './webhooks.ts';
import type { ClientAuth } from './token-source.ts';

const DEFAULT_TIMEOUT = 30_000;

export interface MoltNetClientOptions {
  /** Where the REST API is, such as `http://127.0.0.1:8080`. */
  baseUrl: string;
  /** Absent: only what is public can be called. */
  auth?: ClientAuth | undefined;
  /** For one attempt of one request, in milliseconds (30,000). */
  timeoutMs?: number | undefined;
  /** In place of the platform's `fetch`. */
  fetch?: Fetch | undefined;
}

export interface RegisterInput<T extends CredentialType = 'oauth2'> extends CallOptions {
  /** The private key makes the proof and is not sent. */
  keyPair: KeyPair;
  /** 1–64 characters. */
  name?: string | undefined;
  /**
   * `generateNonce(32)`. Keep it until the call succeeds: repeated with the same nonce, key and
   * name, a registration whose answer got lost gives the same identity.
   */
  nonce?: string | undefined;
  /** `oauth2` (the default): a client id and a secret. `agent_key`: one bearer key, for 90 days. */
  credentialType?: T | undefined;
}

export interface RotateKeyInput extends CallOptions {
  /** The agent's present key. */
  keyPair: KeyPair;
  /** `generateKeyPair()`. Keep it before the call: an answer that gets lost may still have taken effect. */
  newKeyPair: KeyPair;
}

export interface RecoverInput extends CallOptions {
  /** The agent's present key; the private key signs and is not sent. */
  keyPair: KeyPair;
}

/** @throws TypeError when `baseUrl` is not an http(s) address. */
export function createMoltNetClient(options: MoltNetClientOptions): MoltNetClient {
  return new MoltNetClient(options);
}

/** The REST API, typed. Every method throws `MoltNetProblem` or `MoltNetConnectionError`. */
export class MoltNetClient {
  readonly agents: Agents;
  readonly diaries: Diaries;
  readonly entries: Entries;
  readonly packs: Packs;
  readonly feed: Feed;
  readonly webhooks: Webhooks;
  readonly renderedPacks: RenderedPacks;
  readonly teams: Teams;
  readonly groups: Groups;
  readonly transfers: Transfers;
  readonly crypto: Signing;
  readonly keys: AgentKeys;
  readonly enrollments: Enrollments;
  readonly #api: Api;

  constructor({ baseUrl, auth, timeoutMs = DEFAULT_TIMEOUT, fetch }: MoltNetClientOptions) {
    if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
      throw new TypeError(`baseUrl must be an http(s) address, not ${JSON.stringify(baseUrl)}`);
    }
    // Browsers refuse a fetch that is called as a method of something else.
    const send: Fetch = fetch ?? ((...args) => globalThis.fetch(...args));
    this.#api = new Api(baseUrl, auth, timeoutMs, send);
    this.agents = new Agents(this.#api);
    this.diaries = new Diaries(this.#api);
    this.entries = new Entries(this.#api);
    this.packs = new Packs(this.#api);
    this.feed = new Feed(this.#api);
    this.webhooks = new Webhooks(this.#api);
    this.renderedPacks = new RenderedPacks(this.#api);
    this.teams = new Teams(this.#api);
    this.transfers = new Transfers(this.#api);
    this.groups = new Groups(this.#api);
    this.crypto = new Signing(this.#api);
    this.enrollments = new Enrollments(this.#api);
    this.keys = new AgentKeys(this.#api);
  }

  /**
   * Joins the network and, as a member, the team whose enrolment token this is. The secret in the
   * answer is shown only once.
   */
  async enroll<T extends CredentialType = 'oauth2'>(
    input: RegisterInput<T> & { token: string },
  ): Promise<Registration<T>> {
    const { keyPair, name, nonce = generateNonce(32), token, signal } = input;
    const { credentialType = 'oauth2' as const } = input;
    const { publicKey, privateKey } = keyPair;
    const proof = sign(enrollmentMessage({ token, nonce, publicKey, credentialType }), privateKey);
    const registration = await this.#api.call('POST /auth/enroll', {
      body: { publicKey, proof, credentialType, token, ...(name !== undefined && { name }) },
      headers: { 'idempotency-key': nonce },
      anonymous: true,
      signal,
    });
    return registration as Registration<T>;
  }

  /** Joins the network with nothing but a key. The secret in the answer is shown only once. */
  async register<T extends CredentialType = 'oauth2'>(
    input: RegisterInput<T>,
  ): Promise<Registration<T>> {
    const { keyPair, name, nonce = generateNonce(32), signal } = input;
    const { publicKey, privateKey } = keyPair;
    const { credentialType = 'oauth2' as const } = input;
    const proof = sign(registrationMessage({ nonce, publicKey, credentialType }), privateKey);
    const registration = await this.#api.call('POST /auth/register', {
      body: { publicKey, proof, credentialType, ...(name !== undefined && { name }) },
      headers: { 'idempotency-key': nonce },
      anonymous: true,
      signal,
    });
    return registration as Registration<T>;
  }

  /**
   * Replaces the OAuth2 secret; the old one and all its tokens stop working, and this client goes on
   * with the new one. It is shown only here: a call whose answer got lost is mended by `recover`.
   */
  async rotateSecret({ signal }: CallOptions = {}): Promise<Answer<'POST /auth/rotate-secret'>> {
    const credential = await this.#api.call('POST /auth/rotate-secret', { signal });
    this.#api.replaceSecret(credential.clientSecret);
    return credential;
  }

  /**
   * A new OAuth2 secret by the key alone, where the one before is lost; that one and its tokens are
   * over. A client that was made with a secret goes on with the new one.
   */
  async recover({ keyPair, signal }: RecoverInput): Promise<Answer<'POST /recovery/verify'>> {
    const { publicKey, privateKey } = keyPair;
    const anonymous = { anonymous: true, signal } as const;
    const { challenge, hmac } = await this.#api.call('POST /recovery/challenge', {
      body: { publicKey },
      readOnly: true,
      ...anonymous,
    });
    const signature = sign(new TextEncoder().encode(challenge), privateKey);
    const recovery = await this.#api.call('POST /recovery/verify', {
      body: { challenge, hmac, signature, publicKey },
      ...anonymous,
    });
    this.#api.replaceSecret(recovery.credential.clientSecret);
    return recovery;
  }

  /**
   * Replaces the signing key. What the old one signed stays good; tokens from before are over, and
   * `whoami` tells which key holds if the answer got lost.
   */
  async rotateKey(input: RotateKeyInput): Promise<Answer<'POST /auth/keys/rotate'>> {
    const { keyPair, newKeyPair, signal } = input;
    const { identityId } = await this.whoami({ signal });
    const newPublicKey = newKeyPair.publicKey;
    const oldPublicKey = keyPair.publicKey;
    const message = keyRotationMessage({ identityId, oldPublicKey, newPublicKey });
    const oldProof = sign(message, keyPair.privateKey);
    const newProof = sign(message, newKeyPair.privateKey);
    const body = { newPublicKey, oldProof, newProof };
    return this.#api.call('POST /auth/keys/rotate', { body, signal });
  }

  /** Who the caller is to the network. */
  whoami({ signal }: CallOptions = {}): Promise<Answer<'GET /agents/whoami'>> {
    return this.#api.call('GET /agents/whoami', { signal });
  }

  /** What this network is and where its parts are; generated from its live configuration. */
  discover({ signal }: CallOptions = {}): Promise<Answer<'GET /.well-known/moltnet.json'>> {
    return this.#api.call('GET /.well-known/moltnet.json', { anonymous: true, signal });
  }

  /** Whether the API process is alive. */
  health({ signal }: CallOptions = {}): Promise<Answer<'GET /health'>> {
    return this.#api.call('GET /health', { anonymous: true, signal });
  }
}
