import { createLogger, type Logger } from '@moltnet/observability';
import { createTokenExchange, type TokenExchange } from './auth/exchange.ts';
import { createOpaqueVerifier, type OpaqueVerifier } from './auth/verify-opaque.ts';
import { createTokenVerifier, type TokenVerifier } from './auth/verify-token.ts';
import type { Config } from './config/config.ts';
import type { Secrets } from './config/secrets.ts';
import { createReadiness, httpProbe } from './health/readiness.ts';
import { createPublicUrl } from './network/public-url.ts';
import { SseSessions } from './sse/sessions.ts';
import { createToolCaller, type ToolCaller } from './tools/call-tool.ts';
import { openClient } from './upstream/open-client.ts';

/** Bounds of this server, in milliseconds and counts. Not configurable: nobody has needed it. */
export interface Bounds {
  /** One request to the REST API or to Ory. */
  readonly upstreamMs: number;
  /** One tool call, with the retries of its request. */
  readonly toolCallMs: number;
  readonly concurrentCalls: number;
  readonly sessions: number;
  readonly sessionsPerAgent: number;
  readonly sessionIdleMs: number;
  readonly keepAliveMs: number;
  readonly probeMs: number;
  readonly readinessMs: number;
}

const BOUNDS: Bounds = {
  upstreamMs: 15_000,
  toolCallMs: 30_000,
  concurrentCalls: 256,
  sessions: 256,
  sessionsPerAgent: 16,
  sessionIdleMs: 15 * 60_000,
  keepAliveMs: 15_000,
  probeMs: 5_000,
  readinessMs: 1_000,
};

/** Everything that handlers need, built once. */
export interface Context {
  readonly config: Config;
  readonly logger: Logger;
  /** Origin under which a client reached us, from its Host header. */
  readonly publicUrl: ReturnType<typeof createPublicUrl>;
  readonly verifier: TokenVerifier;
  readonly opaque: OpaqueVerifier;
  readonly exchange: TokenExchange;
  readonly sessions: SseSessions;
  readonly toolCaller: ToolCaller;
  readonly readiness: ReturnType<typeof createReadiness>;
}

/** @param overrides - tighter bounds, for tests */
export function createContext(
  config: Config,
  { forwardingKey }: Secrets,
  overrides: Partial<Bounds> = {},
): Context {
  const bounds = { ...BOUNDS, ...overrides };
  const { apiUrl, oryUrl } = config;
  const logger = createLogger({ name: 'mcp-server', level: config.logLevel });
  const upstream = { apiUrl, timeoutMs: bounds.upstreamMs, forwardingKey };
  const exchange = createTokenExchange(upstream);
  const caller = createToolCaller({
    openClient: (who) => openClient(upstream, { token: who.token, ...who.extra }),
    onRefused: (token) => exchange.forget(token),
    logger,
    timeoutMs: bounds.toolCallMs,
    maxConcurrent: bounds.concurrentCalls,
  });
  return {
    config,
    logger,
    publicUrl: createPublicUrl(config.publicUrl),
    verifier: createTokenVerifier({ oryUrl, issuer: config.issuer, timeoutMs: bounds.upstreamMs }),
    opaque: createOpaqueVerifier(upstream),
    exchange,
    sessions: new SseSessions({
      max: bounds.sessions,
      maxPerSubject: bounds.sessionsPerAgent,
      idleMs: bounds.sessionIdleMs,
      keepAliveMs: bounds.keepAliveMs,
    }),
    toolCaller: caller,
    readiness: createReadiness({
      probes: {
        api: httpProbe(`${apiUrl}/health`),
        // What this server needs of Ory: the keys that tokens are verified with.
        ory: httpProbe(`${oryUrl}/.well-known/jwks.json`),
      },
      timeoutMs: bounds.probeMs,
      maxAgeMs: bounds.readinessMs,
    }),
  };
}
