import type { Configuration } from 'oidc-provider';

type RenderError = NonNullable<Configuration['renderError']>;

/** What a person sees whose authorization request cannot be sent back to the client. */
export const renderErrorPage: RenderError = (ctx, { error, error_description }) => {
  ctx.type = 'html';
  ctx.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  ctx.set('cache-control', 'no-store');
  ctx.body = `<!doctype html><html lang="en"><title>This did not work</title>
<h1>This did not work</h1><p>${escape(error_description ?? error)}</p>`;
};

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (one) => ENTITIES[one] ?? one);
