import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/config.ts';
import type { Env } from '../config/env.ts';
import type { Secrets } from '../home/secrets.ts';
import { compileCache } from './compile-cache.ts';
import type { ProcessSpec } from './process-spec.ts';

/** The processes of a network, each as it must be started. */
export interface Plan {
  /** Undefined where DATABASE_URL names a server. */
  postgres: ProcessSpec | undefined;
  /** Undefined where there is an Ory already. */
  oryLocal: ProcessSpec | undefined;
  restApi: ProcessSpec;
  mcpServer: ProcessSpec;
  /** What `DATABASE_URL` is for those that need it. */
  databaseUrl: string;
  oryUrl: string;
}

const LOOPBACK = '127.0.0.1';

/**
 * Who is started with which environment: a pure function of the configuration.
 *
 * @param root The workspace's root folder.
 * @param env The environment that `config` was read from; each process gets it with its own on top.
 */
export function plan(config: Config, secrets: Secrets, env: Env, root: string): Plan {
  const { ports } = config;
  const databaseUrl =
    env['DATABASE_URL'] ??
    `postgres://postgres@${LOOPBACK}:${ports.EMBEDDED_POSTGRES_PORT}/postgres`;
  const oryUrl = config.oryUrl ?? `http://${LOOPBACK}:${ports.ORY_LOCAL_PORT}`;
  const own = config.oryUrl === undefined ? secrets : env;
  const shared: Env = {
    ...env,
    MOLTNET_HOME: config.home,
    LOG_LEVEL: config.logLevel,
    API_BASE_URL: config.apiBaseUrl,
    MCP_BASE_URL: config.mcpBaseUrl,
    ORY_PROJECT_URL: config.oryUrl === undefined ? oryUrl : env['ORY_PROJECT_URL'],
    NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'] ?? compileCache(config.home),
    DATABASE_URL: undefined,
    ORY_API_KEY: undefined,
    ORY_WEBHOOK_API_KEY: undefined,
    FORWARDING_KEY: undefined,
    // The terminal is ours, and a pipe theirs.
    FORCE_COLOR: undefined,
  };
  const forwardingKey = env['FORWARDING_KEY'] ?? derivedKey(own['ORY_WEBHOOK_API_KEY']);
  const app = (name: string): string => join(root, 'apps', name, 'src', 'main.ts');
  return {
    databaseUrl,
    oryUrl,
    postgres: config.embeddedPostgres
      ? {
          name: 'postgres',
          entry: fileURLToPath(import.meta.resolve('@moltnet/database/embedded/main')),
          args: [
            '--data-dir',
            join(config.home, 'postgres'),
            '--port',
            String(ports.EMBEDDED_POSTGRES_PORT),
          ],
          env: shared,
          stopWithin: 4200,
        }
      : undefined,
    oryLocal:
      config.oryUrl === undefined
        ? {
            name: 'ory-local',
            entry: app('ory-local'),
            env: {
              ...shared,
              HOST: LOOPBACK,
              PORT: String(ports.ORY_LOCAL_PORT),
              DATABASE_URL: databaseUrl,
              ORY_API_KEY: secrets.ORY_API_KEY,
              ORY_WEBHOOK_API_KEY: secrets.ORY_WEBHOOK_API_KEY,
              ORY_LOCAL_SYSTEM_SECRET: secrets.ORY_LOCAL_SYSTEM_SECRET,
              OIDC_PAIRWISE_SALT: secrets.OIDC_PAIRWISE_SALT,
              TOKEN_HOOK_URL: `${config.apiBaseUrl}/hooks/hydra/token-exchange`,
            },
            stopWithin: 3400,
          }
        : undefined,
    restApi: {
      name: 'rest-api',
      entry: app('rest-api'),
      env: {
        ...shared,
        HOST: config.host,
        PORT: String(ports.PORT),
        DATABASE_URL: databaseUrl,
        ORY_API_KEY: own['ORY_API_KEY'],
        ORY_WEBHOOK_API_KEY: own['ORY_WEBHOOK_API_KEY'],
        FORWARDING_KEY: forwardingKey,
        EMBEDDING_MODEL_DIR: config.embeddingModelDir,
      },
      stopWithin: 2800,
    },
    mcpServer: {
      name: 'mcp-server',
      entry: app('mcp-server'),
      env: {
        ...shared,
        HOST: config.host,
        PORT: undefined,
        MCP_PORT: String(ports.MCP_PORT),
        FORWARDING_KEY: forwardingKey,
      },
      stopWithin: 2800,
    },
  };
}

/** What the REST API and the MCP server share, so that there is no secret more to keep. */
function derivedKey(secret = ''): string {
  return createHmac('sha256', secret).update('moltnet forwarding').digest('base64url');
}
