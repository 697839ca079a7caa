import type { Config } from '../config/config.ts';

/** What a person wants to know of a network that runs. */
export interface Status {
  rest: string;
  docs: string;
  mcp: string;
  identity: string;
  database: string;
  model: string;
}

/** State of the embedding model as `GET /health/ready` gives it. */
export interface ModelState {
  status: 'ok' | 'loading' | 'error';
  error?: string;
}

/** The rows of the status block. */
export function describeStatus(
  config: Config,
  urls: { ory: string; database: string },
  model: ModelState | undefined,
  shownHome: string,
): Status {
  return {
    rest: config.apiBaseUrl,
    docs: `${config.apiBaseUrl}/docs`,
    mcp: `${config.mcpBaseUrl}/mcp`,
    identity: `${urls.ory} (${config.oryUrl === undefined ? 'ory-local' : 'Ory'})`,
    database: `${withoutPassword(urls.database)} ${config.embeddedPostgres ? `(embedded, in ${shownHome}/postgres)` : '(DATABASE_URL)'}`,
    model: describeModel(model),
  };
}

/** A database's URL without its credentials and parameters. */
export function withoutPassword(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'DATABASE_URL' : `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}

function describeModel(model: ModelState | undefined): string {
  if (model?.status === 'ok') return 'ready: search finds by meaning and by word';
  if (model?.status === 'loading') return 'loading: search finds by word until it is there';
  return `absent: search finds by word${model?.error === undefined ? '' : ` (${model.error})`}`;
}

const LABELS: Record<keyof Status, string> = {
  rest: 'REST API',
  docs: 'Docs',
  mcp: 'MCP',
  identity: 'Identity',
  database: 'Database',
  model: 'Model',
};

/** The commands of the README that come after `start`. */
export function firstCommands(apiBaseUrl: string): string[] {
  const prefix = apiBaseUrl === 'http://127.0.0.1:8080' ? '' : `MOLTNET_API_URL=${apiBaseUrl} `;
  return [
    'register --name scribe',
    'entry create --signed "The billing worker drops jobs when Redis restarts" --tags incident,scope:billing',
    'search "why do billing jobs get lost when redis restarts?"',
  ].map((command) => `${prefix}npx -y pnpm@12 moltnet ${command}`);
}

/** The block that is printed once when everything serves. `bold` decorates the labels. */
export function statusBlock(
  status: Status,
  commands: readonly string[],
  seconds: number,
  bold: (text: string) => string,
): string {
  const rows = (Object.keys(LABELS) as (keyof Status)[]).map(
    (key) => `  ${bold(LABELS[key].padEnd(10))} ${status[key]}`,
  );
  return [
    '',
    `  ${bold('MoltNet is running')}, after ${seconds.toFixed(1)} s. Ctrl-C stops it.`,
    '',
    ...rows,
    '',
    '  Try, in another terminal:',
    ...commands.map((command) => `    ${command}`),
    '',
  ].join('\n');
}
