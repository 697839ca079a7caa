import type { OAuth2Client } from '@ory/client';
import { isClientDocument } from '../client-documents/document-client.ts';
import { isLoopbackUrl } from '../clients/redirect-uris.ts';
import { html, type Html } from '../pages/html.ts';

const MAX_NAME = 80;

/** What an application calls itself; nobody has checked it. */
export function nameOfClient({ client_name, client_id }: OAuth2Client): string {
  const printable = (client_name ?? '').replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim();
  return printable === '' ? hostOf(client_id ?? '') || 'An application' : shortened(printable);
}

/** Where the code goes: the one thing about an application that it cannot make up. */
export function destination(redirectUri: string): Html {
  const url = URL.parse(redirectUri);
  if (url === null) return html`an address that is none`;
  if (isLoopbackUrl(url))
    return html`<strong>${url.host}</strong>, a program on the computer that you are using`;
  if (url.protocol === 'https:') return html`<strong>${url.host}</strong>`;
  return html`the app on this device that opens <strong>${url.protocol}</strong> links`;
}

/** What vouches for an application: the host of its metadata document, or nothing. */
export function voucher({ client_id = '' }: OAuth2Client): Html {
  return isClientDocument(client_id)
    ? html`It is published at <strong>${hostOf(client_id)}</strong>.`
    : html`It chose this name by itself; MoltNet has not checked who made it.`;
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? '';

const shortened = (text: string): string =>
  text.length <= MAX_NAME ? text : `${text.slice(0, MAX_NAME - 1)}…`;
