import { Problem } from '@moltnet/contract';
import { MoltNetProblem } from '@moltnet/sdk';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import { openClient, type Sender, type UpstreamOptions } from '../upstream/open-client.ts';

/** Asks the REST API whose an opaque token is: an agent key, or a token that Hydra keeps. */
export interface OpaqueVerifier {
  /**
   * @returns what stays the same for all requests with this token
   * @throws Problem UNAUTHORIZED when the API refuses it, SERVICE_UNAVAILABLE when it does not say
   */
  subjectOf(sender: Sender): Promise<string>;
}

const MAX_TOKENS = 1_000;

/** How long a token counts as good: each tool call is judged by the API itself all the same. */
const GOOD_FOR_MS = 60_000;
/** How long a bad one is remembered, so that a client that does not give up asks nobody. */
const BAD_FOR_MS = 5_000;

/** Verifies by `GET /agents/whoami`, and remembers the answer under a hash of the token. */
export function createOpaqueVerifier(options: UpstreamOptions): OpaqueVerifier {
  const subjects = new LRUCache<string, { readonly subject?: string }, Sender>({
    max: MAX_TOKENS,
    ttl: GOOD_FOR_MS,
    ignoreFetchAbort: true,
    fetchMethod: async (key, _stale, { context, options: entry }) => {
      const subject = await ask(key, context, options);
      if (subject === undefined) entry.ttl = BAD_FOR_MS;
      return subject === undefined ? {} : { subject };
    },
  });

  return {
    async subjectOf(sender) {
      const key = createHash('sha256').update(sender.token).digest('base64url');
      const known = await subjects.fetch(key, { context: sender });
      if (known?.subject === undefined)
        throw new Problem('UNAUTHORIZED', 'The access token is not valid.');
      return known.subject;
    },
  };
}

async function ask(
  key: string,
  sender: Sender,
  options: UpstreamOptions,
): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(options.timeoutMs);
    const { identityId } = await openClient(options, sender).whoami({ signal });
    return `agent:${identityId}`;
  } catch (error) {
    if (error instanceof MoltNetProblem && error.status === 401) return undefined;
    // Known, but not allowed to ask who it is.
    if (error instanceof MoltNetProblem && error.status === 403) return `token:${key}`;
    throw new Problem('SERVICE_UNAVAILABLE', 'The MoltNet API does not answer.', {
      retryAfter: 5,
      cause: error,
    });
  }
}
