/** A request for a token, as it came: any grant, the client's credential in the form or the header. */
export interface TokenRequest {
  readonly form: Readonly<Record<string, string>>;
  readonly authorization?: string | undefined;
}

/** The client that a token request is for: from its form, or from HTTP Basic (RFC 6749 §2.3.1); `null` when it names none. */
export function clientIdOf({ form, authorization }: TokenRequest): string | null {
  if (form['client_id'] !== undefined) return form['client_id'];
  const encoded = /^basic +([\w+/]+=*)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [clientId = ''] = Buffer.from(encoded, 'base64').toString().split(':', 1);
  try {
    // Both parts are form-encoded within.
    return decodeURIComponent(clientId.replaceAll('+', ' ')) || null;
  } catch {
    return null;
  }
}
