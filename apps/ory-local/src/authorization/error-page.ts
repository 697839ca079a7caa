import type { Configuration } from 'oidc-provider';
import { html } from '../pages/html.ts';
import { PAGE_HEADERS, pageText } from '../pages/page.ts';

type RenderError = NonNullable<Configuration['renderError']>;

/** What a person sees whose authorization request cannot be sent back to the client. */
export const renderErrorPage: RenderError = (ctx, { error, error_description }) => {
  ctx.set(PAGE_HEADERS);
  ctx.body = pageText({
    title: 'The application could not be connected',
    content: html`<p role="alert">${String(error_description ?? error)}</p>
      <p>
        The application asked for something that is not possible. Go back to it and connect it
        again; if that does not help, its makers have to know of this (${error}).
      </p>`,
  });
};
