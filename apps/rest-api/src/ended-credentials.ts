import type { EndedCredentials, OnCredentialsEnded } from '@moltnet/identity';
import { type Redis, RedisUnavailableError } from '@moltnet/redis';

const CHANNEL = 'moltnet:credentials-ended';

/**
 * Forgets on every machine what credentials have ended: here before the caller hears of it, on those
 * that hear Redis a moment later, on any other when it looks again (5 s).
 * @param forget - what this process remembers of them
 */
export function forgetEverywhere(
  redis: Redis | undefined,
  forget: (ended: EndedCredentials) => void,
): OnCredentialsEnded {
  redis?.subscribe(CHANNEL, (message) => {
    const ended = parse(message);
    if (ended !== undefined) forget(ended);
  });
  return async (ended) => {
    forget(ended);
    try {
      await redis?.run((client) => client.publish(CHANNEL, JSON.stringify(ended)));
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
    }
  };
}

/** Whatever somebody else says on the channel is let pass. */
function parse(message: string): EndedCredentials | undefined {
  try {
    const { identityId, clientId } = JSON.parse(message) as Record<string, unknown>;
    if (typeof identityId !== 'string') return undefined;
    return { identityId, clientId: typeof clientId === 'string' ? clientId : null };
  } catch {
    return undefined;
  }
}
