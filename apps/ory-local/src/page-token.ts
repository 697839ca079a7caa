import { badRequest } from './errors.ts';

/** A page token names the last row of the page before; opaque to callers. */
export const encodePageToken = (key: string): string => Buffer.from(key).toString('base64url');

const ROW_KEY = /^[\w.:+-]{1,255}$/;

/**
 * The row after which a page starts; undefined for the first page.
 *
 * @throws OryError 400 for a token that no page ever carried.
 */
export function decodePageToken(token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined;
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (!ROW_KEY.test(key)) throw badRequest('The page token is invalid.');
  return key;
}

/** The `Link` header by which Kratos and Hydra name the next page. */
export function linkHeader(path: string, query: Record<string, string>, next: string): string {
  const link = (token: string, rel: string): string =>
    `<${path}?${new URLSearchParams({ ...query, page_token: token })}>; rel="${rel}"`;
  return [link('', 'first'), ...(next === '' ? [] : [link(next, 'next')])].join(',');
}
