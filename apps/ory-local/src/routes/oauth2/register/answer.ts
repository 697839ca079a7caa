import type { OAuth2Client } from '@ory/client';
import { toOAuth2Client } from '../../../clients/client.ts';
import type { WrittenClient } from '../../../clients/store.ts';

export const REGISTRATION_PATH = '/oauth2/register';

/**
 * The client as Hydra answers a registration, without what it left empty: where Hydra answers
 * `"client_uri": ""`, the official MCP client finds no URL and gives up.
 */
export function registrationAnswer(
  { row, secret }: WrittenClient,
  baseUrl: string,
  token: string,
): OAuth2Client & { client_id_issued_at: number } {
  const { owner: _, metadata: __, ...client } = toOAuth2Client(row, secret);
  return {
    ...Object.fromEntries(
      Object.entries(client).filter(([, value]) => value !== '' && value !== null),
    ),
    client_id_issued_at: Math.floor(Date.parse(row.createdAt) / 1000),
    registration_access_token: token,
    registration_client_uri: `${baseUrl}${REGISTRATION_PATH}/${row.clientId}`,
  };
}
