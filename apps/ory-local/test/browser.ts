/** What a browser does, as far as these tests need it: keeps cookies, follows links, sends forms. */
export class Browser {
  readonly #base: string;
  readonly cookies = new Map<string, string>();

  constructor(base: string) {
    this.#base = base;
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** One request as a browser sends it; redirects are not followed. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ accept: 'text/html', ...(init.headers as object) });
    if (this.cookies.size > 0) headers.set('cookie', this.cookieHeader());
    const response = await fetch(new URL(path, this.#base), {
      ...init,
      headers,
      redirect: 'manual',
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Follows redirects to a page. */
  async open(path: string, init: RequestInit = {}): Promise<Page> {
    return this.#follow(path, init, () => false);
  }

  /** Follows redirects until one leads to `target`, which is not asked. @returns where it leads. */
  async until(target: string, path: string, init: RequestInit = {}): Promise<URL> {
    const page = await this.#follow(path, init, (url) => url.href.startsWith(target));
    const location = page.headers.get('location');
    if (location === null) throw new Error(`${page.url} answers ${page.status}:\n${page.text}`);
    return new URL(location, page.url);
  }

  async #follow(path: string, init: RequestInit, isEnd: (url: URL) => boolean): Promise<Page> {
    let response = await this.request(path, init);
    for (let hops = 0; hops < 10; hops += 1) {
      const location = response.headers.get('location');
      if (location === null || isEnd(new URL(location, response.url))) break;
      response = await this.request(new URL(location, response.url).href);
    }
    return {
      status: response.status,
      url: response.url,
      headers: response.headers,
      text: await response.text(),
    };
  }

  /** Fills in the form of a page that has a submit button with this value, and sends it. */
  async submit(page: Page, button: string, fields: Record<string, string>): Promise<Page> {
    const { action, body } = this.#filledIn(page, button, fields);
    return this.open(action, { method: 'POST', body });
  }

  /** As `submit`, and follows redirects until one leads to `target`. */
  async submitUntil(
    target: string,
    page: Page,
    button: string,
    fields: Record<string, string> = {},
  ): Promise<URL> {
    const { action, body } = this.#filledIn(page, button, fields);
    return this.until(target, action, { method: 'POST', body });
  }

  #filledIn(page: Page, button: string, fields: Record<string, string>) {
    const form = [...page.text.matchAll(/<form action="([^"]*)"[^]*?<\/form>/g)].find(([text]) =>
      text.includes(`value="${button}"`),
    );
    if (form === undefined) throw new Error(`no form for ${button} in:\n${page.text}`);
    const inputs = [...form[0].matchAll(/<input[^>]*>/g)]
      .filter(([tag]) => !tag.includes('type="checkbox"'))
      .map(([tag]): [string, string] => [
        /name="([^"]*)"/.exec(tag)?.[1] ?? '',
        unescaped(/value="([^"]*)"/.exec(tag)?.[1] ?? ''),
      ]);
    const [, name = ''] =
      new RegExp(`<button[^>]*name="([^"]*)" value="${button}"`).exec(form[0]) ?? [];
    const body = new URLSearchParams({
      ...Object.fromEntries(inputs),
      ...fields,
      [name]: button,
    });
    return { action: unescaped(form[1] ?? ''), body };
  }
}

export interface Page {
  status: number;
  url: string;
  headers: Headers;
  text: string;
}

const unescaped = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'");
