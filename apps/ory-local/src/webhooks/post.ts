export interface HookAnswer {
  status: number;
  text: string;
}

interface HookRequest {
  payload: unknown;
  /** Sent as `X-Ory-Api-Key`. */
  apiKey: string;
  timeoutMs: number;
}

/** More than any answer of ours; what answers more is not the hook. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Posts JSON to a webhook of Ory, a second time when the connection went without an answer: one
 * kept alive may have gone with the hook's last restart. Ory tries again, too.
 *
 * @throws when there is no answer within `timeoutMs`, or too long a one.
 */
export async function post(url: URL | string, request: HookRequest): Promise<HookAnswer> {
  const body = JSON.stringify(request.payload);
  const signal = AbortSignal.timeout(request.timeoutMs);
  const ask = async (): Promise<HookAnswer> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=UTF-8',
        'x-ory-api-key': request.apiKey,
      },
      body,
      redirect: 'error',
      signal,
    });
    return { status: response.status, text: await readBounded(response) };
  };
  return ask().catch((error: unknown) => (signal.aborted ? Promise.reject(error) : ask()));
}

async function readBounded(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > MAX_ANSWER_BYTES) throw new Error('the answer of the webhook is too long');
  }
  return text;
}
