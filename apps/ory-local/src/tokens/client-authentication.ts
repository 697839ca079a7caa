import { errors, type Provider } from 'oidc-provider';

export interface PostedCredentials {
  clientId: string | undefined;
  clientSecret: string | undefined;
}

type Client = NonNullable<Awaited<ReturnType<Provider['Client']['find']>>>;

/**
 * The client whose id and secret are in the `Authorization` header or in the form (RFC 6749 section
 * 2.3.1), for the endpoints that oidc-provider does not serve. A public client has no secret to
 * show. Undefined when they are wrong.
 */
export async function authenticateClient(
  provider: Provider,
  authorization: string | undefined,
  posted: PostedCredentials,
): Promise<Client | undefined> {
  const { clientId, clientSecret } = basicCredentials(authorization) ?? posted;
  if (clientId === undefined) return undefined;
  const client = await provider.Client.find(clientId).catch(ignoreInvalidClient);
  if (client?.clientAuthMethod === 'none') return clientSecret ? undefined : client;
  if (client?.clientSecret === undefined || clientSecret === undefined) return undefined;
  return (await client.compareClientSecret(clientSecret)) ? client : undefined;
}

/** A client whose metadata document cannot be had is no client. */
function ignoreInvalidClient(error: unknown): undefined {
  if (!(error instanceof errors.OIDCProviderError)) throw error;
}

function basicCredentials(authorization: string | undefined): PostedCredentials | undefined {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return { clientId: undefined, clientSecret: undefined };
  return {
    clientId: formDecode(text.slice(0, colon)),
    clientSecret: formDecode(text.slice(colon + 1)),
  };
}

/** Both parts are form-encoded before they are joined. */
function formDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return undefined;
  }
}
