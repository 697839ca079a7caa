import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { html, Html } from './html.ts';

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 26rem; margin: 4rem auto; padding: 0 1rem; }
label { display: block; margin-top: 1rem; }
input { box-sizing: border-box; width: 100%; padding: 0.5rem; font: inherit; }
h1 { line-height: 1.2; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 1.5rem 0 0; }
strong { overflow-wrap: anywhere; }
ul { margin-top: 0.25rem; padding-left: 1.25rem; }
button { margin: 1.5rem 0.5rem 0 0; padding: 0.5rem 1.5rem; font: inherit; }
.choice input { width: auto; margin-right: 0.5rem; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
form + form { margin-top: 2rem; border-top: 1px solid GrayText; padding-top: 1rem; }
.error { font-weight: 600; }
.error::before { content: "\\26A0\\00A0"; }
`;

// In one piece: the policy allows these very bytes, and a formatter would indent them.
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

// No scripts, nothing from elsewhere, in nobody's frame. form-action is left open on purpose:
// browsers apply it to redirects, too, and a log-in may end at another site's callback.
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface PageContent {
  title: string;
  content: Html;
}

/** The headers of every page. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Answers with a page: a title, which is also its heading, and what is below it. */
export function sendPage(
  reply: FastifyReply,
  { status = 200, ...page }: PageContent & { status?: number },
): FastifyReply {
  return reply.code(status).headers(PAGE_HEADERS).send(pageText(page));
}

/** A whole page, to be sent with `PAGE_HEADERS`. */
export function pageText({ title, content }: PageContent): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – MoltNet</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `.text;
}
