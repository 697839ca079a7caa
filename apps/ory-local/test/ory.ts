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
import { API_KEY, startOry } from '../src/testing/index.ts';

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

type TestOryOptions = NonNullable<Parameters<typeof startOry>[1]>;

export async function startTestOry(options: TestOryOptions = {}): Promise<TestOry> {
  const database = await testDatabase();
  return start(database, options);
}

async function start(
  database: { url: string; stop(): Promise<void> },
  options: TestOryOptions,
): Promise<TestOry> {
  const ory = await startOry(database.url, options);
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
