import {
  Configuration,
  IdentityApi,
  JwkApi,
  OAuth2Api,
  OidcApi,
  PermissionApi,
  RelationshipApi,
  WellknownApi,
} from '@ory/client';
import { testDatabase } from '@moltnet/database/testing';
import { createLogger } from '@moltnet/observability';
import { startOryLocal } from '../src/index.ts';

export const API_KEY = 'test-ory-api-key-0123456789';
export const WEBHOOK_API_KEY = 'test-webhook-api-key-0123456789';

const SYSTEM_SECRET = 'test-system-secret-0123456789';

const axios = { validateStatus: () => true };

/** An ory-local on a database of its own, seen through `@ory/client`, whose calls never throw. */
export interface TestOry {
  url: string;
  databaseUrl: string;
  identities: IdentityApi;
  keys: JwkApi;
  oauth2: OAuth2Api;
  oidc: OidcApi;
  wellknown: WellknownApi;
  permissions: PermissionApi;
  relationships: RelationshipApi;
  /** Stops it and starts another on the same database. */
  restart(): Promise<TestOry>;
  stop(): Promise<void>;
}

export interface TestOryOptions {
  tokenHookUrl?: string;
  tokenHookTimeoutMs?: number;
  issuer?: string;
  keyPublishedMs?: number;
  registrationsPerMinute?: number;
  loopbackClientDocuments?: boolean;
}

export async function startTestOry(options: TestOryOptions = {}): Promise<TestOry> {
  const database = await testDatabase();
  return start(database, options);
}

async function start(
  database: { url: string; stop(): Promise<void> },
  options: TestOryOptions,
): Promise<TestOry> {
  const ory = await startOryLocal(
    {
      host: '127.0.0.1',
      port: 0,
      issuer: options.issuer,
      tokenHookUrl: options.tokenHookUrl,
      tokenHookTimeoutMs: options.tokenHookTimeoutMs ?? 2000,
      keyPublishedMs: options.keyPublishedMs ?? 0,
      registrationsPerMinute: options.registrationsPerMinute ?? 10_000,
      loopbackClientDocuments: options.loopbackClientDocuments ?? false,
      logLevel: 'silent',
    },
    {
      databaseUrl: database.url,
      apiKey: API_KEY,
      webhookApiKey: WEBHOOK_API_KEY,
      systemSecret: SYSTEM_SECRET,
      pairwiseSalt: 'test-pairwise-salt',
    },
    createLogger({ name: 'ory-local', level: 'silent' }),
  );
  const configuration = new Configuration({
    basePath: ory.url,
    accessToken: API_KEY,
    baseOptions: axios,
  });
  return {
    url: ory.url,
    databaseUrl: database.url,
    identities: new IdentityApi(configuration),
    keys: new JwkApi(configuration),
    oauth2: new OAuth2Api(configuration),
    oidc: new OidcApi(configuration),
    wellknown: new WellknownApi(configuration),
    permissions: new PermissionApi(configuration),
    relationships: new RelationshipApi(configuration),
    async restart() {
      await ory.close();
      return start(database, { ...options, issuer: options.issuer ?? ory.url });
    },
    async stop() {
      await ory.close();
      await database.stop();
    },
  };
}
