import {
  type RelationDelivery,
  type SealedAnswers,
  type SessionVerifier,
  type TokenProxy,
  type TokenVerifier,
  createOry,
  createPermissions,
  createRelationDelivery,
  createSessionVerifier,
  createTokenProxy,
  createTokenVerifier,
  patientArrival,
  sealAnswers,
} from '@moltnet/auth';
import { type Database, connect, relationOutboxReader } from '@moltnet/database';
import {
  ChangeFeed,
  DiaryLoader,
  type DiaryService,
  EmbeddingBacklog,
  EmbeddingModels,
  EntryAccesses,
  EntryInserter,
  EntryLoader,
  WebhookDispatcher,
  createDiaryService,
} from '@moltnet/diary';
import { type Identity, createIdentity } from '@moltnet/identity';
import type { Logger } from '@moltnet/observability';
import { type Redis, connectRedis, sharedAnswers } from '@moltnet/redis';
import { PackingThread, type PackService, createPackService } from '@moltnet/packs';
import { audiencesOf } from './config/audiences.ts';
import { type TeamService, createTeamService } from '@moltnet/teams';
import type { Config } from './config/config.ts';
import type { Secrets } from './config/secrets.ts';
import { launchDbos, shutdownDbos } from './dbos.ts';
import { forgetEverywhere } from './ended-credentials.ts';
import { type Readiness, createReadiness } from './readiness.ts';
import { OpenStreams } from './streams/open-streams.ts';

const ORY_TIMEOUT_MS = 3_000;
const TOKEN_TIMEOUT_MS = 5_000;
const PERMISSION_TTL_MS = 5_000;

/** Everything that requests work with, built once. */
export interface Context {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly logger: Logger;
  readonly db: Database;
  /** What all machines share and may lose; absent where there is one machine. */
  readonly redis: Redis | undefined;
  readonly tokenVerifier: TokenVerifier;
  readonly sessionVerifier: SessionVerifier;
  readonly tokens: TokenProxy;
  readonly relations: RelationDelivery;
  readonly models: EmbeddingModels;
  readonly backlog: EmbeddingBacklog;
  readonly accesses: EntryAccesses;
  readonly identity: Identity;
  readonly events: DiaryService['events'];
  readonly feed: DiaryService['feed'];
  readonly webhooks: DiaryService['webhooks'];
  readonly dispatcher: WebhookDispatcher;
  /** The event streams that this process has open. */
  readonly streams: OpenStreams;
  readonly diaries: DiaryService['diaries'];
  readonly grants: DiaryService['grants'];
  readonly entryRelations: DiaryService['entryRelations'];
  readonly shares: DiaryService['shares'];
  readonly transfers: DiaryService['transfers'];
  readonly entries: DiaryService['entries'];
  readonly signing: DiaryService['signing'];
  readonly packs: PackService['packs'];
  readonly renderedPacks: PackService['renderedPacks'];
  readonly teams: TeamService;
  readonly readiness: Readiness;
  /** Closes everything, in the reverse order of its making. */
  close(): Promise<void>;
}

/**
 * Builds the context and starts DBOS.
 * @throws DatabaseUnavailableError when the database does not answer
 */
export async function createContext(
  config: Config,
  secrets: Secrets,
  logger: Logger,
): Promise<Context> {
  const db = connect(secrets.databaseUrl, {
    max: config.databasePoolSize,
    applicationName: 'moltnet-rest-api',
  });
  const redis = secrets.redisUrl
    ? await connectRedis({ url: secrets.redisUrl, commandMs: config.redisTimeoutMs, logger })
    : undefined;
  const shared = (purpose: string): SealedAnswers | undefined =>
    redis &&
    sealAnswers(sharedAnswers(redis, `moltnet:${purpose}:`), purpose, secrets.sharedAnswersKey);
  const ory = createOry({
    urls: config.ory,
    apiKey: secrets.oryApiKey,
    timeoutMs: ORY_TIMEOUT_MS,
  });
  const permissions = createPermissions({
    relations: ory.relations,
    cacheTtlMs: PERMISSION_TTL_MS,
    maxBatch: config.ketoMaxBatch,
    arrival: patientArrival(relationOutboxReader(db).arrival),
  });
  const relations = createRelationDelivery({
    db,
    relations: ory.relations,
    onRevoked: () => permissions.clear(),
    logger,
  });
  const identity = createIdentity({
    db,
    identities: ory.identities,
    clients: ory.clients,
    consents: ory.consents,
    delivery: relations,
    logger,
    settleMs: ORY_TIMEOUT_MS,
    registrationMode: config.registrationMode,
    recoveryKey: secrets.recoveryKey,
    onCredentialsEnded: forgetEverywhere(redis, ({ identityId, clientId }) => {
      if (clientId !== null) tokens.forget(clientId);
      tokenVerifier.forget(identityId);
    }),
  });
  const tokens = createTokenProxy({
    hydraUrl: config.ory.hydraPublic,
    timeoutMs: TOKEN_TIMEOUT_MS,
    versionOf: identity.credentialsVersion,
    shared: shared('tokens'),
  });
  const tokenVerifier = createTokenVerifier({
    audiences: audiencesOf(config),
    hydraUrl: config.ory.hydraPublic,
    issuer: config.oryIssuer,
    introspect: ory.introspect,
    shared: shared('introspections'),
    timeoutMs: ORY_TIMEOUT_MS,
    admits: identity.admits,
    findAgentKey: identity.agentKeys.find,
  });
  await db.ping();
  const models = await EmbeddingModels.open(
    db,
    {
      modelDir: config.embeddingModelDir,
      allowDownload: config.embeddingAllowDownload,
      threads: config.embeddingThreads,
    },
    logger,
  );
  const backlog = new EmbeddingBacklog(db, models, logger);
  const accesses = new EntryAccesses(db);
  const packing = new PackingThread();
  const changes = new ChangeFeed(db, logger);
  const webhooks = {
    key: secrets.webhookKey,
    allowLoopback: config.webhooksToLoopback,
  };
  await launchDbos(secrets.databaseUrl, config.machineId, logger);
  const closing = new AbortController();
  const following = Promise.all([changes.run(closing.signal), models.run(closing.signal)]);
  return {
    config,
    secrets,
    logger,
    db,
    redis,
    tokenVerifier,
    sessionVerifier: createSessionVerifier({
      findSession: ory.findSession,
      welcome: identity.humans.welcome,
    }),
    tokens,
    relations,
    models,
    backlog,
    accesses,
    identity,
    ...createDiaryService({
      db,
      permissions,
      relations,
      models,
      backlog,
      accesses,
      diaryLoader: new DiaryLoader(db),
      entryInserter: new EntryInserter(db),
      entryLoader: new EntryLoader(db),
      changes,
      webhooks,
      contentScreen: config.contentScreen,
      countTokens: (text) => packing.ask({ kind: 'count', text }),
    }),
    ...createPackService({ db, permissions, packing }),
    dispatcher: new WebhookDispatcher({ db, permissions, webhooks }, logger),
    streams: new OpenStreams(),
    teams: createTeamService({ db, permissions, relations }),
    readiness: createReadiness({ db, ory, models }),
    async close() {
      closing.abort();
      await following;
      await shutdownDbos();
      await packing.close();
      await models.close();
      ory.close();
      redis?.close();
      await db.close();
    },
  };
}
