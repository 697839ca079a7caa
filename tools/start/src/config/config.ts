import { isAbsolute, join, resolve } from 'node:path';
import { StartError } from '../start-error.ts';
import type { Env } from './env.ts';

/** What `pnpm start` is asked to run, and where; safe to print. */
export interface Config {
  /** Folder of all state, absolute. */
  home: string;
  /** Address on which the REST API and the MCP server listen. */
  host: string;
  ports: Readonly<Record<PortName, number>>;
  /** Whether DATABASE_URL was given; else embedded Postgres is started. */
  embeddedPostgres: boolean;
  /** An Ory that is there already; undefined: ory-local is started. */
  oryUrl: string | undefined;
  apiBaseUrl: string;
  mcpBaseUrl: string;
  embeddingModelDir: string;
  /** Least level of log lines that are printed. */
  logLevel: string;
}

/** Variables that name a port, with the port when they do not. */
export const PORTS = {
  PORT: 8080,
  MCP_PORT: 8001,
  ORY_LOCAL_PORT: 4455,
  EMBEDDED_POSTGRES_PORT: 54_329,
} as const;
export type PortName = keyof typeof PORTS;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Secrets that belong to a hosted Ory, or to a self-hosted one, and that nobody here can make up. */
const ORY_SECRETS: Readonly<Record<string, readonly string[]>> = {
  ORY_PROJECT_URL: ['ORY_API_KEY', 'ORY_WEBHOOK_API_KEY'],
  ORY_HYDRA_PUBLIC_URL: ['ORY_WEBHOOK_API_KEY'],
};

/**
 * Validates the environment.
 *
 * @param root Folder that relative paths start from.
 * @throws StartError naming every variable that is wrong, one line each.
 */
export function readConfig(env: Env, root: string): Config {
  const faults: string[] = [];
  const ports = readPorts(env, faults);
  const home = resolve(root, env['MOLTNET_HOME'] ?? '.moltnet');
  const host = env['HOST'] ?? '127.0.0.1';
  const logLevel = env['LOG_LEVEL'] ?? 'info';
  if (!LOG_LEVELS.includes(logLevel))
    faults.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`);
  const databaseUrl = env['DATABASE_URL'];
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\/[^/]/.test(databaseUrl))
    faults.push(
      'DATABASE_URL must begin with postgres:// and name a host; unset it for the embedded database.',
    );
  const ory = ['ORY_PROJECT_URL', 'ORY_HYDRA_PUBLIC_URL'].find((name) => env[name] !== undefined);
  for (const name of ory === undefined ? [] : (ORY_SECRETS[ory] ?? [])) {
    if (env[name] === undefined) faults.push(`${name} must be set when ${ory} is.`);
  }
  const modelDir = env['EMBEDDING_MODEL_DIR'] ?? join(home, 'models');
  const config: Config = {
    home,
    host,
    ports,
    embeddedPostgres: databaseUrl === undefined,
    oryUrl: ory && readUrl(env, ory, faults),
    apiBaseUrl: readUrl(env, 'API_BASE_URL', faults) ?? `http://${reachable(host)}:${ports.PORT}`,
    mcpBaseUrl:
      readUrl(env, 'MCP_BASE_URL', faults) ?? `http://${reachable(host)}:${ports.MCP_PORT}`,
    embeddingModelDir: isAbsolute(modelDir) ? modelDir : resolve(root, modelDir),
    logLevel,
  };
  if (faults.length > 0) throw new StartError(faults.join('\n'));
  return config;
}

/** An address to call for one that is listened on: nobody can call 0.0.0.0. */
export const reachable = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;

function readPorts(env: Env, faults: string[]): Record<PortName, number> {
  const ports: Record<PortName, number> = { ...PORTS };
  const taken = new Map<number, string>();
  for (const name of Object.keys(PORTS) as PortName[]) {
    const text = env[name];
    const port = text === undefined ? PORTS[name] : Number(text);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      faults.push(`${name} must be a port from 1 to 65535, not "${text}".`);
      continue;
    }
    const other = taken.get(port);
    if (other !== undefined)
      faults.push(`${name} and ${other} are both ${port}: set one to another port.`);
    taken.set(port, name);
    ports[name] = port;
  }
  return ports;
}

function readUrl(env: Env, name: string, faults: string[]): string | undefined {
  const text = env[name];
  if (text === undefined) return undefined;
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text.replace(/\/+$/, '');
  faults.push(`${name} must be an http or https URL.`);
  return undefined;
}
