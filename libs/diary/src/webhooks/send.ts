import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { allowedAddresses, EndpointRefusedError, type EndpointRules } from './endpoint.ts';
import type { SignedMessage } from './signature.ts';

/** From the name's look-up to the answer's first line, in milliseconds. */
const PATIENCE_MS = 10_000;

/** What came of one request. */
export interface SendOutcome {
  readonly delivered: boolean;
  /** Null where there was no answer. */
  readonly status: number | null;
  /** Null where it was delivered. */
  readonly error: string | null;
  readonly durationMs: number;
}

/**
 * Posts a message. The connection is made to the address that was looked at, so a name cannot change
 * its mind in between; no redirect is followed, no proxy is asked, nothing of the answer is read but
 * its status. Never throws.
 */
export async function send(
  url: string,
  message: SignedMessage,
  rules: EndpointRules,
  signal?: AbortSignal,
): Promise<SendOutcome> {
  const began = performance.now();
  const outcome = (delivered: boolean, status: number | null, error: string | null) => ({
    delivered,
    status,
    error,
    durationMs: Math.round(performance.now() - began),
  });
  try {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const either = signal ? AbortSignal.any([signal, patience]) : patience;
    const status = await post(new URL(url), message, rules, either);
    const delivered = status >= 200 && status < 300;
    return outcome(delivered, status, delivered ? null : `answered ${status}`);
  } catch (error) {
    return outcome(false, null, reasonOf(error));
  }
}

async function post(
  url: URL,
  { headers, body }: SignedMessage,
  rules: EndpointRules,
  signal: AbortSignal,
): Promise<number> {
  const { promise: expired, reject: expire } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => expire(signal.reason), { once: true });
  // The system's look-up cannot be given up; it is left behind.
  const addresses = await Promise.race([allowedAddresses(url, rules), expired]);
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    signal,
    headers: {
      ...headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'MoltNet-Webhooks/1',
    },
    lookup: (_name, { all }, done) => {
      const [first] = addresses;
      if (all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    },
  };
  const answered = Promise.withResolvers<number>();
  const request =
    url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
  request.on('error', answered.reject);
  request.once('response', (response) => {
    answered.resolve(response.statusCode ?? 0);
    response.destroy();
  });
  request.end(body);
  return Promise.race([answered.promise, expired]);
}

/** In words that say nothing of our own network. */
function reasonOf(error: unknown): string {
  if (error instanceof EndpointRefusedError) return error.message;
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') {
    return `did not answer within ${PATIENCE_MS / 1_000} s`;
  }
  const code = 'code' in error ? String(error.code) : error.name;
  return `could not be reached: ${code}`;
}
